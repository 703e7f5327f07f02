package io.ringcast.calls.call;

/**
 * How long a call waits for what.
 *
 * @param ringMs for an answer
 * @param graceMs for the devices of a participant that are gone
 * @param connectMs for a participant that answered to come into the room
 * @param mutedMs for the media of a participant that is in the room, before it counts as there without
 * @param switchMs for the answer to a request to switch the media
 */
public record CallTimes(long ringMs, long graceMs, long connectMs, long mutedMs, long switchMs) {
  public static final CallTimes DEFAULT = new CallTimes(60_000, 30_000, 30_000, 3_000, 60_000);
}
