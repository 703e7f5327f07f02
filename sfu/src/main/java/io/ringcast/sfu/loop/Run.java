package io.ringcast.sfu.loop;

/**
 * The consecutive packets of one layer that arrived in one turn, in order of arrival: the unit of fan-out. A run does not own its packets;
 * the replica's store does.
 */
public final class Run {
  /** A keyframe in one batch; a longer burst goes as several runs. */
  public static final int MAX_PACKETS = 64;

  private final Packet[] packets = new Packet[MAX_PACKETS];
  private final int layer;
  private int size;

  /** @param layer the index of the publication's layer, 0 for the lowest */
  public Run(int layer) {
    this.layer = layer;
  }

  public int layer() {
    return layer;
  }

  public int size() {
    return size;
  }

  public boolean isFull() {
    return size == MAX_PACKETS;
  }

  public Packet packet(int index) {
    return packets[index];
  }

  public void add(Packet packet) {
    packets[size++] = packet;
  }

  public void clear() {
    size = 0;
  }
}
