package io.ringcast.signaling.room.forward;

import org.jspecify.annotations.Nullable;

/** Those who can go on in another room; any thread may ask. */
@FunctionalInterface
public interface Travellers {
  /** By the participant's sid, null when this one cannot. */
  @Nullable Traveller find(String participantSid);
}
