package io.ringcast.sfu.congestion;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.congestion.Allocation.Reason;
import io.ringcast.sfu.congestion.Allocation.Share;
import io.ringcast.sfu.congestion.Track.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides a subscriber's rate over its tracks: a pure function of the rate, the tracks and the allocation before.
 *
 * <ol>
 *   <li>Voice always goes, whatever the rate.
 *   <li>Every video gets its least step, higher priorities first, so that nobody starves while there is room.
 *   <li>Each keeps what it had, as far as it fits.
 *   <li>What is left raises them step by step: the highest priority to its wish before the next, equals by who has least. A rise needs
 *       {@link #HEADROOM} beyond what it takes, so that a rate that wavers moves nothing.
 * </ol>
 *
 * <p>Keeping must not freeze an unfair division: when one made anew would give a track more at the cost of one of lower priority, or of an
 * equal that has more than {@link #UNFAIR} times as much, it is made anew.
 */
public final class Allocator {
  /** A rise needs this beyond what it takes. */
  public static final double HEADROOM = 1.1;
  static final int UNFAIR = 2;
  private static final double[] WAVERING = {0.9, 0.95, 1.05};
  private static final int PAUSED = -1;

  private final List<Track> tracks;
  private final long rateBps;
  private final int[] held;
  /** Indices of videos, the highest priority first. */
  private final int[] order;
  private final long audioBps;

  private Allocator(long rateBps, List<Track> tracks, Allocation before) {
    this.rateBps = rateBps;
    this.tracks = tracks;
    held = new int[tracks.size()];
    long audio = 0;
    List<Integer> videos = new ArrayList<>();
    for (int i = 0; i < held.length; i++) {
      Track track = tracks.get(i);
      held[i] = heldStep(track, before.of(track.key()));
      if (track.kind() == MediaKind.AUDIO) {
        audio += track.wishBps();
      } else {
        videos.add(i);
      }
    }
    audioBps = audio;
    videos.sort((a, b) -> Integer.compare(tracks.get(b).priority(), tracks.get(a).priority()));
    order = videos.stream().mapToInt(Integer::intValue).toArray();
  }

  /** @param before what was allocated last, {@link Allocation#NONE} at first */
  public static Allocation allocate(long rateBps, List<Track> tracks, Allocation before) {
    return new Allocator(rateBps, tracks, before).divide();
  }

  /** The step that comes nearest to what a track had: layers come and go. */
  private static int heldStep(Track track, @Nullable Share before) {
    if (before == null) {
      return 0;
    }
    Step step = before.step();
    int nearest = PAUSED;
    for (int i = 0; step != null && i < track.steps().size(); i++) {
      Step candidate = track.steps().get(i);
      boolean beyond = candidate.spatial() > step.spatial()
        || (candidate.spatial() == step.spatial() && candidate.temporal() > step.temporal());
      nearest = i == 0 || !beyond ? i : nearest;
    }
    return nearest;
  }

  private Allocation divide() {
    long calm = (long) (rateBps / HEADROOM);
    int[] kept = least();
    raise(kept, true, rateBps);
    raise(kept, false, calm);
    int[] anew = anew(calm);
    return told(isUnfair(kept, anew) && isLasting(kept, calm) ? anew : kept);
  }

  /** Whether somewhat less or more rate would find the same unfair. */
  private boolean isLasting(int[] kept, long calmBps) {
    for (double share : WAVERING) {
      if (!isUnfair(kept, anew((long) (calmBps * share)))) {
        return false;
      }
    }
    return true;
  }

  private int[] anew(long limitBps) {
    int[] steps = least();
    raise(steps, false, limitBps);
    return steps;
  }

  /** Everybody's least step, as far as it fits; one that was paused for lack of rate needs headroom to return. */
  private int[] least() {
    int[] steps = new int[tracks.size()];
    Arrays.fill(steps, PAUSED);
    for (int i : order) {
      long limit = held[i] == PAUSED ? (long) (rateBps / HEADROOM) : rateBps;
      if (!tracks.get(i).steps().isEmpty() && used(steps) + tracks.get(i).rateBps(0) <= limit) {
        steps[i] = 0;
      }
    }
    return steps;
  }

  /** Raises step by step, to what was held or to the wish, while the sum stays within the limit. */
  private void raise(int[] steps, boolean toHeld, long limitBps) {
    long used = used(steps);
    int next;
    while ((next = nextToRaise(steps, toHeld, limitBps - used)) >= 0) {
      used += cost(next, steps);
      steps[next]++;
    }
  }

  private int nextToRaise(int[] steps, boolean toHeld, long leftBps) {
    int best = -1;
    for (int i : order) {
      Track track = tracks.get(i);
      int most = toHeld ? held[i] : track.steps().size() - 1;
      if (steps[i] == PAUSED || steps[i] >= most || cost(i, steps) > leftBps) {
        continue;
      }
      boolean higher = best < 0 || track.priority() > tracks.get(best).priority();
      boolean equal = best >= 0 && track.priority() == tracks.get(best).priority();
      if (higher || (equal && track.rateBps(steps[i]) < tracks.get(best).rateBps(steps[best]))) {
        best = i;
      }
    }
    return best;
  }

  private long cost(int track, int[] steps) {
    return tracks.get(track).rateBps(steps[track] + 1) - tracks.get(track).rateBps(steps[track]);
  }

  private long used(int[] steps) {
    long sum = audioBps;
    for (int i : order) {
      sum += tracks.get(i).rateBps(steps[i]);
    }
    return sum;
  }

  private boolean isUnfair(int[] kept, int[] anew) {
    for (int winner : order) {
      for (int loser : order) {
        if (anew[winner] > kept[winner] && anew[loser] < kept[loser]) {
          int priority = Integer.compare(tracks.get(winner).priority(), tracks.get(loser).priority());
          long has = tracks.get(winner).rateBps(kept[winner]);
          if (priority > 0 || (priority == 0 && UNFAIR * has < tracks.get(loser).rateBps(kept[loser]))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private Allocation told(int[] steps) {
    List<Share> shares = new ArrayList<>(tracks.size());
    long used = used(steps);
    long wish = 0;
    for (int i = 0; i < steps.length; i++) {
      Track track = tracks.get(i);
      wish += track.wishBps();
      if (track.kind() == MediaKind.AUDIO) {
        shares.add(new Share(track.key(), track.steps().isEmpty() ? null : track.steps().getFirst(), Reason.AUDIO, 0));
      } else {
        boolean whole = steps[i] == track.steps().size() - 1;
        long more = whole ? 0 : (long) ((used + cost(i, steps)) * HEADROOM);
        shares.add(new Share(track.key(), steps[i] == PAUSED ? null : track.steps().get(steps[i]), reason(track, steps[i], whole), more));
      }
    }
    return new Allocation(rateBps, used, wish, shares);
  }

  private static Reason reason(Track track, int step, boolean whole) {
    if (track.steps().isEmpty()) {
      return Reason.NOT_SENT;
    }
    if (whole) {
      return Reason.AS_WISHED;
    }
    return step == PAUSED ? Reason.PAUSED : Reason.REDUCED;
  }
}
