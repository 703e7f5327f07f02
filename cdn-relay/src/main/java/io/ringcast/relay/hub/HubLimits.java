package io.ringcast.relay.hub;

/**
 * How much of a live stream is kept. Past {@code frames} or {@code bytes} the oldest go, even those that joiners would begin with.
 *
 * @param frames at most so many
 * @param bytes at most so many of all frames together; the newest frame is kept whatever its size
 * @param behindUs what is older than this, and than the last keyframe, is not kept: who has not read it goes on at the keyframe
 */
public record HubLimits(int frames, long bytes, long behindUs) {
  /** Half a minute of 60 pictures and 47 sounds a second, ten seconds of 12 Mbit/s; a phone's bad moment takes less than 5 s. */
  public static final HubLimits DEFAULT = new HubLimits(4_096, 16L << 20, 5_000_000);
}
