package io.ringcast.sfu.loop;

import io.ringcast.sfu.wire.payload.PayloadInfo;

/**
 * What subscribers must know of one layer: whether it is being sent, how large it is, and how its RTP clock maps to the sender's wall
 * clock. Written by ingress, copied to replicas on other loops.
 */
public final class LayerState {
  /** About two seconds. */
  private static final double LASTING_SHARE = 0.05;

  private boolean active;
  private int width;
  private int height;
  private long bitrateBps;
  private double framesPerSecond;
  private final double[] lastingBps = new double[PayloadInfo.MAX_LAYERS];
  private long lastPacketNs;
  private boolean clockKnown;
  private int clockSsrc;
  private long clockNtp;
  private int clockRtp;
  private long clockArrivalNs;

  /** Whether packets of this layer arrive now (a screen share at a frame in some seconds still does). */
  public boolean active() {
    return active;
  }

  public void active(boolean active) {
    this.active = active;
  }

  /** Width in pixels from the last keyframe, 0 before it. */
  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public void size(int width, int height) {
    this.width = width;
    this.height = height;
  }

  public long bitrateBps() {
    return bitrateBps;
  }

  public double framesPerSecond() {
    return framesPerSecond;
  }

  public void rate(long bitrateBps, double framesPerSecond) {
    this.bitrateBps = bitrateBps;
    this.framesPerSecond = framesPerSecond;
  }

  /** What a temporal layer takes with those below it, with its keyframes spread over some seconds; 0 while nothing is known. */
  public long lastingBps(int temporalLayer) {
    return active ? (long) lastingBps[temporalLayer] : 0;
  }

  /** Takes in what it took in the last second, ten times a second. */
  public void lasting(int temporalLayer, long bitrateBps) {
    double before = lastingBps[temporalLayer];
    lastingBps[temporalLayer] = before == 0 ? bitrateBps : before + LASTING_SHARE * (bitrateBps - before);
  }

  public long lastPacketNs() {
    return lastPacketNs;
  }

  public void lastPacketNs(long lastPacketNs) {
    this.lastPacketNs = lastPacketNs;
  }

  /** Whether a sender report told how {@link #clockRtp} and {@link #clockNtp} belong together. */
  public boolean clockKnown() {
    return clockKnown;
  }

  /** The sender's NTP time of the last sender report, 32.32 fixed point. */
  public long clockNtp() {
    return clockNtp;
  }

  /** The RTP timestamp that stands for {@link #clockNtp}. */
  public int clockRtp() {
    return clockRtp;
  }

  /** When that report arrived. */
  public long clockArrivalNs() {
    return clockArrivalNs;
  }

  /** The SSRC that sent that report. */
  public int clockSsrc() {
    return clockSsrc;
  }

  public void clock(int ssrc, long ntp, int rtp, long arrivalNs) {
    clockKnown = true;
    clockSsrc = ssrc;
    clockNtp = ntp;
    clockRtp = rtp;
    clockArrivalNs = arrivalNs;
  }

  /** The layer's RTP clock started anew: what the last report told no longer holds. */
  public void forgetClock() {
    clockKnown = false;
  }

  public void copyFrom(LayerState other) {
    active = other.active;
    width = other.width;
    height = other.height;
    bitrateBps = other.bitrateBps;
    framesPerSecond = other.framesPerSecond;
    System.arraycopy(other.lastingBps, 0, lastingBps, 0, lastingBps.length);
    lastPacketNs = other.lastPacketNs;
    clockKnown = other.clockKnown;
    clockSsrc = other.clockSsrc;
    clockNtp = other.clockNtp;
    clockRtp = other.clockRtp;
    clockArrivalNs = other.clockArrivalNs;
  }
}
