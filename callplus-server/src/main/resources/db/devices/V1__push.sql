-- One script for SQLite and PostgreSQL; ${bigint} is INTEGER in the former.

-- Where a device is pushed to while it is not connected.
CREATE TABLE device_push (
  app_id    TEXT      NOT NULL,
  user_id   TEXT      NOT NULL,
  device_id TEXT      NOT NULL,
  provider  TEXT      NOT NULL,
  token     TEXT      NOT NULL,
  since_ms  ${bigint} NOT NULL,
  PRIMARY KEY (app_id, user_id, device_id)
);
