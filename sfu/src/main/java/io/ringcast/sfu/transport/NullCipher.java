package io.ringcast.sfu.transport;

/** Passes packets through, for simulation. */
final class NullCipher implements PacketCipher {
  @Override
  public int rtcpIndexFromEnd() {
    return 0;
  }

  @Override
  public int overheadBytes() {
    return 0;
  }

  @Override
  public int protectRtp(byte[] bytes, int offset, int length, int headerLength, long index) {
    return length;
  }

  @Override
  public int unprotectRtp(byte[] bytes, int offset, int length, int headerLength, long index) {
    return length;
  }

  @Override
  public int protectRtcp(byte[] bytes, int offset, int length, int index) {
    return length;
  }

  @Override
  public int unprotectRtcp(byte[] bytes, int offset, int length) {
    return length;
  }
}
