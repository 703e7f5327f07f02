package io.ringcast.mixer.job;

import java.awt.image.BufferedImage;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The pictures that a mix's document names, as they come. One that does not come is asked for a few times more, and the mix goes on without
 * it. Owned by the mix's thread.
 */
final class NamedPictures {
  /** Of one document; further ones are left out. */
  static final int MAX = 20;
  static final int TRIES = 3;
  static final long AGAIN_AFTER_NS = 10_000_000_000L;

  private final PictureSource source;
  private final MixCounters counters;
  private final Map<URI, Wanted> wanted = new HashMap<>();
  /** At most one for each that is asked for. */
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  private record Arrival(Wanted wanted, @Nullable BufferedImage image) {}

  private static final class Wanted {
    private @Nullable BufferedImage image;
    private boolean asked;
    private int failures;
    private long dueNs = Long.MIN_VALUE;
  }

  NamedPictures(PictureSource source, MixCounters counters) {
    this.source = source;
    this.counters = counters;
  }

  /** The pictures that matter from now on. */
  void name(Set<URI> uris) {
    wanted.keySet().retainAll(uris);
    for (URI uri : uris) {
      if (wanted.size() < MAX) {
        wanted.computeIfAbsent(uri, fresh -> new Wanted());
      } else if (!wanted.containsKey(uri)) {
        counters.add(MixCount.PICTURE_MISSING, 1);
      }
    }
  }

  /** Takes what came, asks for what is missing. */
  void turn(long nowNs) {
    for (Arrival arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
      Wanted one = arrival.wanted();
      one.asked = false;
      one.image = arrival.image();
      if (one.image == null) {
        one.failures++;
        one.dueNs = nowNs + AGAIN_AFTER_NS;
        counters.add(MixCount.PICTURE_MISSING, 1);
      }
    }
    wanted.forEach((uri, one) -> {
      if (one.image == null && !one.asked && one.failures < TRIES && nowNs >= one.dueNs) {
        one.asked = true;
        source.fetch(uri, image -> arrivals.add(new Arrival(one, image)));
      }
    });
  }

  /** Whether it will not come. */
  boolean isGivenUp(URI uri) {
    Wanted one = wanted.get(uri);
    return one == null || one.failures >= TRIES;
  }

  /** The picture; null while it has not come. */
  @Nullable BufferedImage get(URI uri) {
    Wanted one = wanted.get(uri);
    return one == null ? null : one.image;
  }
}
