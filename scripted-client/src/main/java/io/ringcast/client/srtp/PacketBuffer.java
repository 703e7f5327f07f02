package io.ringcast.client.srtp;

import org.jitsi.utils.ByteArrayBuffer;

/** One packet in an array of fixed size, with room for what protection appends. */
public final class PacketBuffer implements ByteArrayBuffer {
  /** An Ethernet frame's payload and more. */
  public static final int CAPACITY = 2048;

  private final byte[] bytes = new byte[CAPACITY];
  private int offset;
  private int length;

  /** Fills the buffer with a copy. */
  public void set(byte[] source, int sourceOffset, int sourceLength) {
    System.arraycopy(source, sourceOffset, bytes, 0, sourceLength);
    offset = 0;
    length = sourceLength;
  }

  @Override
  public byte[] getBuffer() {
    return bytes;
  }

  @Override
  public int getOffset() {
    return offset;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int length) {
    this.length = length;
  }

  @Override
  public void setOffset(int offset) {
    this.offset = offset;
  }

  @Override
  public boolean isInvalid() {
    return length < 0;
  }

  @Override
  public void readRegionToBuff(int regionOffset, int regionLength, byte[] out) {
    System.arraycopy(bytes, offset + regionOffset, out, 0, regionLength);
  }

  /** Room is there from the beginning; a packet too long for it is a mistake of the caller. */
  @Override
  public void grow(int howMuch) {
    if (offset + length + howMuch > CAPACITY) {
      throw new IllegalStateException("a packet of " + length + " bytes leaves no room for " + howMuch + " more");
    }
  }

  @Override
  public void append(byte[] data, int dataLength) {
    grow(dataLength);
    System.arraycopy(data, 0, bytes, offset + length, dataLength);
    length += dataLength;
  }

  @Override
  public void shrink(int howMuch) {
    length = Math.max(0, length - howMuch);
  }
}
