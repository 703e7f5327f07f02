package io.ringcast.mixer.job;

import java.util.function.LongSupplier;

/**
 * What the mixes of a process have in common.
 *
 * @param clock the media plane's: {@code System::nanoTime}
 * @param unixMs the time of day that is written on pictures
 * @param pictures brings those that documents name
 */
public record MixSurroundings(LongSupplier clock, LongSupplier unixMs, PictureSource pictures, MixCounters counters) {
  private static final long NS_PER_MS = 1_000_000;

  /** Of mixes that know no time of day and fetch nothing. */
  public static MixSurroundings of(LongSupplier clock) {
    return of(clock, new MixCounters());
  }

  /** The same, counted. */
  public static MixSurroundings of(LongSupplier clock, MixCounters counters) {
    return new MixSurroundings(clock, () -> clock.getAsLong() / NS_PER_MS, PictureSource.NONE, counters);
  }
}
