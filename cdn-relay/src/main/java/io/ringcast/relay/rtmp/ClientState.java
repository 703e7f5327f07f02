package io.ringcast.relay.rtmp;

/** Where a connection that publishes is; {@link RtmpClient} has the table of transitions. */
public sealed interface ClientState {
  record Shaking() implements ClientState {}

  /** Waits for the answer to connect. */
  record Connecting() implements ClientState {}

  /** Waits for a stream's number. */
  record Creating() implements ClientState {}

  /** Waits for leave to publish. */
  record Asking(int streamId) implements ClientState {}

  record Publishing(int streamId) implements ClientState {}

  record Ended(RtmpEnd reason) implements ClientState {}
}
