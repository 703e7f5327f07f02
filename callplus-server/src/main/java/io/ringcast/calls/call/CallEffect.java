package io.ringcast.calls.call;

import org.jspecify.annotations.Nullable;

/** What a call wants done. Nothing of it is done before the event that brought it is written down. */
public sealed interface CallEffect {
  /** Rings at every device of a user, by push where there is none. */
  record Ring(String userId, String fromUserId) implements CallEffect {}

  /**
   * Ends the ringing at all devices of a user.
   *
   * @param answeredBy the device that answered or rejected, which is not told; null when none did
   */
  record StopRinging(String userId, @Nullable String answeredBy, RingStop why) implements CallEffect {}

  /** Lets a device into the room. */
  record Admit(String userId, String deviceId) implements CallEffect {}

  /** Puts a user out of the room. */
  record Dismiss(String userId) implements CallEffect {}

  record Tell(String userId, CallNotice notice) implements CallEffect {}

  /** The call is over: its room closes, its records are due. */
  record Close() implements CallEffect {}
}
