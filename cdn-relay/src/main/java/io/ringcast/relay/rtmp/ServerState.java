package io.ringcast.relay.rtmp;

/** Where a connection that we serve is; {@link RtmpServer} has the table of transitions. */
public sealed interface ServerState {
  record Shaking() implements ServerState {}

  /** Waits for connect. */
  record Connecting() implements ServerState {}

  /** Waits for publish or play. */
  record Connected(String app) implements ServerState {}

  /** Waits for our decision. */
  record Asked(RtmpRequest request, int streamId) implements ServerState {}

  record Publishing(RtmpRequest request, int streamId) implements ServerState {}

  record Playing(RtmpRequest request, int streamId) implements ServerState {}

  record Ended(RtmpEnd reason) implements ServerState {}
}
