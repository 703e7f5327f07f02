package io.ringcast.sfu.congestion;

import io.ringcast.sfu.congestion.Track.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a subscriber's rate is divided, and why.
 *
 * @param rateBps what there was to divide
 * @param usedBps what is used of it
 * @param wishBps what it would take to send everything as wished
 * @param shares one for each track, in the order they were given
 */
public record Allocation(long rateBps, long usedBps, long wishBps, List<Share> shares) {
  /** Before anything was allocated. */
  public static final Allocation NONE = new Allocation(0, 0, 0, List.of());

  public Allocation {
    shares = List.copyOf(shares);
  }

  /** Why a track gets what it gets. */
  public enum Reason {
    /** What the subscriber wishes, or the best there is within its wish. */
    AS_WISHED,
    /** Voice always goes. */
    AUDIO,
    /** The rate does not allow the wish. */
    REDUCED,
    /** The rate does not allow even the least. */
    PAUSED,
    /** Nothing of it is being sent. */
    NOT_SENT
  }

  /**
   * What one track gets.
   *
   * @param step null when nothing is forwarded
   * @param moreBps what the whole rate must reach for this track's next step, 0 when there is none
   */
  public record Share(long key, @Nullable Step step, Reason reason, long moreBps) {}

  /** The share of a track; null when it has none. */
  public @Nullable Share of(long key) {
    for (Share share : shares) {
      if (share.key() == key) {
        return share;
      }
    }
    return null;
  }

  /** Whether not even the least of something fits. */
  public boolean pauses() {
    return shares.stream().anyMatch(share -> share.reason() == Reason.PAUSED);
  }
}
