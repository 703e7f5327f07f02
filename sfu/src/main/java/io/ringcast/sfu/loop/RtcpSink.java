package io.ringcast.sfu.loop;

/** Where RTCP for a peer goes: implemented by the transport. The bytes are copied. */
@FunctionalInterface
public interface RtcpSink {
  void sendRtcp(byte[] bytes, int offset, int length, long nowNs);
}
