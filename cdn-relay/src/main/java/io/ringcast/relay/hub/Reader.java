package io.ringcast.relay.hub;

/** Who reads a live stream; called on the stream's thread. */
@FunctionalInterface
public interface Reader {
  /** There is more to read at its cursor, or the stream has ended. */
  void onMore();
}
