package io.ringcast.sfu.loop;

/** Where RTCP for a peer goes: implemented by the transport. The bytes are copied. */
@FunctionalInterface
public interface RtcpSink {
  void sendRtcp(byte[] bytes, int offset, int length, long nowNs);

  /** Where compounds for this peer are written; to be filled and sent in one go. */
  default RtcpDraft draft() {
    return new RtcpDraft();
  }
}
