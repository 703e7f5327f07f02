package io.ringcast.sfu.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The way packets cross from one loop to another: a bounded ring with one producer and one consumer. Every slot holds a packet at all
 * times; the producer copies into it, the consumer trades it for an empty packet of its own pool, so bytes are copied once and no buffer is
 * shared.
 */
public final class CrossRing {
  /** About 10 ms of a very busy publisher loop (100,000 packets/s); when full the packet is dropped and counted. */
  public static final int CAPACITY = 1_024;

  private static final VarHandle HEAD;
  private static final VarHandle TAIL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(CrossRing.class, "head", long.class);
      TAIL = lookup.findVarHandle(CrossRing.class, "tail", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Packet[] slots = new Packet[CAPACITY];
  private final long[] publications = new long[CAPACITY];
  private final int[] streams = new int[CAPACITY];
  @SuppressWarnings("UnusedVariable")
  private long head;
  @SuppressWarnings("UnusedVariable")
  private long tail;

  public CrossRing() {
    PacketPool first = new PacketPool(CAPACITY);
    for (int i = 0; i < CAPACITY; i++) {
      Packet packet = first.take();
      if (packet == null) {
        throw new IllegalStateException("a new pool has packets");
      }
      slots[i] = packet;
    }
  }

  /** Copies a packet into the ring; false when the ring is full. Called by the producing loop only. */
  public boolean offer(long publication, int stream, Packet packet) {
    long position = (long) TAIL.getOpaque(this);
    if (position - (long) HEAD.getAcquire(this) == CAPACITY) {
      return false;
    }
    int slot = (int) (position & (CAPACITY - 1));
    slots[slot].copyFrom(packet);
    publications[slot] = publication;
    streams[slot] = stream;
    TAIL.setRelease(this, position + 1);
    return true;
  }

  /** Takes the oldest packet out, leaving {@code empty} in its place; null when there is none. Called by the consuming loop only. */
  public @Nullable Packet trade(Packet empty, Arrival arrival) {
    long position = (long) HEAD.getOpaque(this);
    if (position == (long) TAIL.getAcquire(this)) {
      return null;
    }
    int slot = (int) (position & (CAPACITY - 1));
    Packet packet = slots[slot];
    packet.adoptedBy(empty);
    slots[slot] = empty;
    arrival.publication = publications[slot];
    arrival.stream = streams[slot];
    HEAD.setRelease(this, position + 1);
    return packet;
  }

  public boolean isEmpty() {
    return (long) HEAD.getOpaque(this) == (long) TAIL.getAcquire(this);
  }

  /** Where a traded packet belongs. */
  public static final class Arrival {
    private long publication;
    private int stream;

    public long publication() {
      return publication;
    }

    public int stream() {
      return stream;
    }
  }
}
