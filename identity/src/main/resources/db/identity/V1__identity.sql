-- One script for SQLite and PostgreSQL; ${bigint} is INTEGER in the former.

-- A user is kept out of everything (scope "account"), of every room ("rooms") or of one ("room"), until a time. Room_id is empty but for
-- the last.
CREATE TABLE identity_ban (
  app_id   TEXT      NOT NULL,
  user_id  TEXT      NOT NULL,
  scope    TEXT      NOT NULL,
  room_id  TEXT      NOT NULL,
  until_ms ${bigint} NOT NULL,
  PRIMARY KEY (app_id, user_id, scope, room_id)
);

CREATE INDEX identity_ban_by_end ON identity_ban (until_ms);

-- A user's tokens that were issued before a time are worth nothing.
CREATE TABLE identity_revocation (
  app_id       TEXT      NOT NULL,
  user_id      TEXT      NOT NULL,
  before_ms    ${bigint} NOT NULL,
  forget_at_ms ${bigint} NOT NULL,
  PRIMARY KEY (app_id, user_id)
);
