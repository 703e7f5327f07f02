package io.ringcast.bench.fanout;

/** What loads are made of. */
public final class Loads {
  /** 2.4 Mbit/s. */
  public static final Load.Frame FRAME = new Load.Frame(30, 8, 0);
  /** As many packets a second, but a frame is as long as a keyframe. */
  public static final Load.Frame KEYFRAMES = new Load.Frame(6, 40, 0);
  /** From one packet of a frame to the next, as a real uplink spaces them. */
  public static final long SPACING_NS = 1_000_000;
  /** Audio publishers of a room. */
  public static final int SPEAKERS = 10;

  private Loads() {}
}
