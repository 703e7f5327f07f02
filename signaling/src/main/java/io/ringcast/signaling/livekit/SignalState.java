package io.ringcast.signaling.livekit;

/** Where a participant's signalling stands; the table of transitions is with {@link SignalSession}. */
enum SignalState {
  JOINING,
  JOINED,
  MOVING,
  SUSPENDED,
  LEFT
}
