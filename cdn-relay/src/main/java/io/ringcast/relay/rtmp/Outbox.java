package io.ringcast.relay.rtmp;

/** Where a connection's bytes go; they are not changed afterwards. */
@FunctionalInterface
public interface Outbox {
  void send(byte[] bytes);
}
