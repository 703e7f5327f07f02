-- One script for SQLite and PostgreSQL; ${bigint} is INTEGER in the former.

-- The last position given; it tells whether a commit whose connection broke took place.
CREATE TABLE call_log (
  one      ${bigint} PRIMARY KEY CHECK (one = 1),
  position ${bigint} NOT NULL
);

INSERT INTO call_log (one, position) VALUES (1, 0);

-- What happened to calls; the entries of one call, replayed in their order, make it again.
CREATE TABLE call_entry (
  position ${bigint} PRIMARY KEY,
  app_id   TEXT      NOT NULL,
  call_id  TEXT      NOT NULL,
  time_ms  ${bigint} NOT NULL,
  event    TEXT      NOT NULL
);

CREATE INDEX call_entry_by_call ON call_entry (app_id, call_id, position);

-- What back ends are told of calls, until it stands in the log of events.
CREATE TABLE call_news (
  position ${bigint} PRIMARY KEY,
  app_id   TEXT      NOT NULL,
  time_ms  ${bigint} NOT NULL,
  news     TEXT      NOT NULL
);

-- Calls that are not over.
CREATE TABLE call_open (
  app_id  TEXT NOT NULL,
  call_id TEXT NOT NULL,
  PRIMARY KEY (app_id, call_id)
);

-- Devices' sessions that have not ended, with what the device may ask for again.
CREATE TABLE call_session (
  session_id TEXT PRIMARY KEY,
  app_id     TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  device_id  TEXT NOT NULL,
  class      TEXT NOT NULL
);

CREATE INDEX call_session_by_app ON call_session (app_id);

CREATE TABLE call_told (
  session_id TEXT      NOT NULL,
  number     ${bigint} NOT NULL,
  notice     TEXT      NOT NULL,
  PRIMARY KEY (session_id, number)
);

CREATE TABLE call_answered (
  session_id  TEXT      NOT NULL,
  position    ${bigint} NOT NULL,
  request_id  TEXT      NOT NULL,
  fingerprint ${bigint} NOT NULL,
  answer      TEXT      NOT NULL,
  PRIMARY KEY (session_id, position)
);

CREATE TABLE call_habits (
  app_id  TEXT NOT NULL,
  user_id TEXT NOT NULL,
  habits  TEXT NOT NULL,
  PRIMARY KEY (app_id, user_id)
);

-- The time of the latest that is written down.
CREATE TABLE call_app (
  app_id  TEXT      PRIMARY KEY,
  last_ms ${bigint} NOT NULL
);

-- Calls that are over; times that never came are -1.
CREATE TABLE call_past (
  app_id       TEXT      NOT NULL,
  call_id      TEXT      NOT NULL,
  type         TEXT      NOT NULL,
  media        TEXT      NOT NULL,
  started_ms   ${bigint} NOT NULL,
  connected_ms ${bigint} NOT NULL,
  ended_ms     ${bigint} NOT NULL,
  reason       TEXT,
  PRIMARY KEY (app_id, call_id)
);

CREATE INDEX call_past_by_end ON call_past (ended_ms);

-- Who was part of them, the caller in place 0. Kept is 1 while the call stands in the user's own history.
CREATE TABLE call_part (
  app_id       TEXT      NOT NULL,
  call_id      TEXT      NOT NULL,
  place        ${bigint} NOT NULL,
  user_id      TEXT      NOT NULL,
  kept         ${bigint} NOT NULL,
  started_ms   ${bigint} NOT NULL,
  state        TEXT      NOT NULL,
  ending       TEXT,
  accepted_ms  ${bigint} NOT NULL,
  connected_ms ${bigint} NOT NULL,
  left_ms      ${bigint} NOT NULL,
  talked_ms    ${bigint} NOT NULL,
  PRIMARY KEY (app_id, call_id, place)
);

CREATE INDEX call_part_by_user ON call_part (app_id, user_id, kept, started_ms, call_id);
