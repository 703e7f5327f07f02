package io.ringcast.sfu.loop;

import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.payload.PayloadInfo;

/**
 * One datagram in a pooled buffer, with what was read out of it on its way in.
 *
 * <p>Exactly one room owns a packet at a time: a method that takes ownership says so in its name or doc, and whoever owns it last calls
 * {@link #release()}. Lives on one loop; a packet crosses to another loop by trade ({@link CrossRing}).
 */
public final class Packet {
  /** An Ethernet frame's payload and some room for what a tunnel adds; larger datagrams are dropped. */
  public static final int CAPACITY = 1_600;

  private final byte[] bytes = new byte[CAPACITY];
  private final RtpView rtp = new RtpView();
  private final PayloadInfo payload = new PayloadInfo();
  private PacketPool pool;
  private int length;
  private long arrivalNs;
  private long extendedSequence;
  private boolean hidden;
  private boolean free;

  Packet(PacketPool pool) {
    this.pool = pool;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Bytes in use, from index 0. */
  public int length() {
    return length;
  }

  public void length(int length) {
    this.length = length;
  }

  public long arrivalNs() {
    return arrivalNs;
  }

  public void arrivalNs(long arrivalNs) {
    this.arrivalNs = arrivalNs;
  }

  /** The RTP header's view; valid once {@link #wrapRtp()} said so. */
  public RtpView rtp() {
    return rtp;
  }

  /** What the codec's payload descriptor said; filled by ingress. */
  public PayloadInfo payload() {
    return payload;
  }

  /** The RTP sequence number without wrap-around, as ingress unwrapped it within its stream. */
  public long extendedSequence() {
    return extendedSequence;
  }

  public void extendedSequence(long extendedSequence) {
    this.extendedSequence = extendedSequence;
  }

  /**
   * Whether it came while nothing of its stream was to be shown: then it is forwarded only if it turns out to belong behind the keyframe
   * that begins the stream anew.
   */
  public boolean isHidden() {
    return hidden;
  }

  public void hidden(boolean hidden) {
    this.hidden = hidden;
  }

  /** Binds the view to the bytes in use; false when they are no RTP packet. */
  public boolean wrapRtp() {
    return rtp.wrap(bytes, 0, length);
  }

  /** Makes this a copy of another packet, parsed fields included. */
  public void copyFrom(Packet other) {
    System.arraycopy(other.bytes, 0, bytes, 0, other.length);
    length = other.length;
    arrivalNs = other.arrivalNs;
    extendedSequence = other.extendedSequence;
    hidden = other.hidden;
    payload.copyFrom(other.payload);
    wrapRtp();
  }

  /** Gives the buffer back to its pool. */
  public void release() {
    pool.giveBack(this);
  }

  /** Swaps pools with a packet that takes this one's place: each pool gets back as many packets as it made. */
  void adoptedBy(Packet replacement) {
    PacketPool mine = pool;
    pool = replacement.pool;
    replacement.pool = mine;
  }

  boolean markFree(boolean nowFree) {
    boolean changed = free != nowFree;
    free = nowFree;
    return changed;
  }
}
