package io.ringcast.signaling.rongcloud;

import java.util.Map;

/**
 * What a call works with.
 *
 * @param path what its address names
 * @param nowMs when it came
 */
record Arguments(Fields fields, Map<String, String> path, long nowMs) {
  /** The room that the address names. */
  String roomId() {
    return Ids.require("room_id", path.get("room_id"));
  }
}
