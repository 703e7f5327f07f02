package io.ringcast.sfu.sctp;

/** Where an association's packets leave; the bytes are taken before the call returns. */
@FunctionalInterface
public interface PacketSink {
  void send(byte[] bytes, int offset, int length, long nowNs);
}
