package io.ringcast.sfu.loop;

/**
 * One subscriber's packets of a run, back to back in one buffer, so that they can leave in one send. Each packet's slot ends with room for
 * what protection adds.
 */
public final class Slab {
  public static final int MAX_PACKETS = Run.MAX_PACKETS;

  private final byte[] bytes = new byte[MAX_PACKETS * Packet.CAPACITY];
  private final int[] offsets = new int[MAX_PACKETS];
  private final int[] lengths = new int[MAX_PACKETS];
  private final int trailerRoom;
  private int size;
  private int end;

  /** @param trailerRoom the bytes that protection may add to a packet */
  public Slab(int trailerRoom) {
    this.trailerRoom = trailerRoom;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public int offset(int index) {
    return offsets[index];
  }

  public int length(int index) {
    return lengths[index];
  }

  /** Where the next packet is to be written; it may take up to {@link #room()} bytes. */
  public int nextOffset() {
    return end;
  }

  public int room() {
    return Math.min(Packet.CAPACITY, bytes.length - end) - trailerRoom;
  }

  /** Whether another packet of any size fits. */
  public boolean isFull() {
    return size == MAX_PACKETS || bytes.length - end < Packet.CAPACITY;
  }

  /** Accepts the packet just written at {@link #nextOffset()}. */
  public void append(int length) {
    offsets[size] = end;
    lengths[size] = length;
    size++;
    end += length;
  }

  /** Notes that protection made the last packet longer by {@code trailer} bytes. */
  public void growLast(int trailer) {
    lengths[size - 1] += trailer;
    end += trailer;
  }

  /** Takes back the packet last appended. */
  public void dropLast() {
    size--;
    end = offsets[size];
  }

  public void clear() {
    size = 0;
    end = 0;
  }
}
