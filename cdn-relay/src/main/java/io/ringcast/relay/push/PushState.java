package io.ringcast.relay.push;

/** Where a push is; {@link Push} has the table of transitions. */
public sealed interface PushState {
  /** A connection is being made, the attempt counted from 1 since it last ran steadily. */
  record Connecting(int attempt) implements PushState {}

  record Running(long sinceNs) implements PushState {}

  /** Waits before the attempt that comes. */
  record Retrying(int attempt, PushReason reason, long atNs) implements PushState {}

  /** It was stopped, or its stream ended. */
  record Stopped(PushReason reason) implements PushState {}

  /** It is given up. */
  record Failed(PushReason reason) implements PushState {}
}
