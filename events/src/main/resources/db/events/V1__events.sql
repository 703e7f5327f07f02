-- One script for SQLite and PostgreSQL; ${bigint} is INTEGER in the former, where only that makes a primary key the row's own number.

CREATE TABLE event (
  position   ${bigint} PRIMARY KEY,
  id         TEXT      NOT NULL UNIQUE,
  app_id     TEXT      NOT NULL,
  room_id    TEXT      NOT NULL,
  session_id TEXT      NOT NULL,
  sequence   ${bigint} NOT NULL,
  time_ms    ${bigint} NOT NULL,
  type       TEXT      NOT NULL,
  details    TEXT      NOT NULL,
  UNIQUE (app_id, room_id, sequence)
);

CREATE INDEX event_by_app ON event (app_id, position);

-- The last position given, which outlives the event that had it.
CREATE TABLE event_log (
  one      ${bigint} PRIMARY KEY CHECK (one = 1),
  position ${bigint} NOT NULL
);

INSERT INTO event_log (one, position) VALUES (1, 0);

-- The last sequence given in a room, which outlives its events.
CREATE TABLE event_room (
  app_id   TEXT      NOT NULL,
  room_id  TEXT      NOT NULL,
  sequence ${bigint} NOT NULL,
  time_ms  ${bigint} NOT NULL,
  PRIMARY KEY (app_id, room_id)
);

-- All events up to the position are settled for the receiver, but for those of its lanes.
CREATE TABLE event_receiver (
  receiver_id TEXT      PRIMARY KEY,
  position    ${bigint} NOT NULL
);

-- A room that is behind: the sequence is the next event's.
CREATE TABLE event_lane (
  receiver_id      TEXT      NOT NULL,
  app_id           TEXT      NOT NULL,
  room_id          TEXT      NOT NULL,
  sequence         ${bigint} NOT NULL,
  attempts         ${bigint} NOT NULL,
  failing_since_ms ${bigint} NOT NULL,
  PRIMARY KEY (receiver_id, app_id, room_id)
);

-- Events that a receiver was not to be given.
CREATE TABLE event_ended (
  receiver_id TEXT      NOT NULL,
  position    ${bigint} NOT NULL,
  event_id    TEXT      NOT NULL,
  app_id      TEXT      NOT NULL,
  room_id     TEXT      NOT NULL,
  sequence    ${bigint} NOT NULL,
  outcome     TEXT      NOT NULL,
  time_ms     ${bigint} NOT NULL,
  PRIMARY KEY (receiver_id, position)
);
