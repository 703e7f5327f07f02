package io.ringcast.sfu.loop;

/**
 * The consecutive packets of one stream that arrived in one turn, in order of arrival: the unit of fan-out. A run does not own its packets;
 * the replica's store does.
 */
public final class Run {
  /** A keyframe in one batch; a longer burst goes as several runs. */
  public static final int MAX_PACKETS = 64;
  /** Audio that lacks no more to what it is gathered with is padded: at most 6.4 kbit/s of a stream, and less than another send. */
  public static final int AUDIO_PADDING = 16;

  private final Packet[] packets = new Packet[MAX_PACKETS];
  private final int stream;
  private int size;
  private int padTo;

  /** @param stream the index of the publication's stream, 0 for the lowest layer's or the only one */
  public Run(int stream) {
    this.stream = stream;
  }

  public int stream() {
    return stream;
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

  /** The payload length that audio is padded to where it lacks little; 0: none is. */
  public int padTo() {
    return padTo;
  }

  public void padTo(int payloadLength) {
    padTo = payloadLength;
  }

  public void clear() {
    size = 0;
    padTo = 0;
  }
}
