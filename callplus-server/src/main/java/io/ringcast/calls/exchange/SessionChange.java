package io.ringcast.calls.exchange;

/** A device's session that began or ended. */
public sealed interface SessionChange {
  record Opened(String sessionId, Device device) implements SessionChange {}

  record Ended(String sessionId) implements SessionChange {}
}
