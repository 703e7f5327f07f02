-- What began in a room and has not ended, written with the events that say so: sessions, stays, publications. A server that finds some at
-- its start died with them.
CREATE TABLE event_open (
  app_id     TEXT      NOT NULL,
  room_id    TEXT      NOT NULL,
  thing      TEXT      NOT NULL,
  session_id TEXT      NOT NULL,
  position   ${bigint} NOT NULL,
  time_ms    ${bigint} NOT NULL,
  type       TEXT      NOT NULL,
  details    TEXT      NOT NULL,
  PRIMARY KEY (app_id, room_id, thing)
);
