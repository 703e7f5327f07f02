package io.ringcast.sfu.routing;

import io.ringcast.sfu.loop.Bundle;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;
import java.util.ArrayList;
import java.util.List;

/**
 * A loop's audio on its way to its subscribers. A run of audio is one packet, and a packet that leaves alone costs several times what one
 * of a run does: so what several speakers said is handed over subscriber by subscriber, and leaves as one send each.
 *
 * <p>What came in one turn goes together in that turn. A busy loop waits for more, {@link #HOLD_NS} at most, where that has been worth it.
 */
final class AudioGathering {
  /** The longest that a busy loop holds audio back: a fifth of a packet of 20 ms. */
  static final long HOLD_NS = 4_000_000;
  /** So many waits are judged together. */
  static final int JUDGED_WAITS = 16;
  /** They are worth it when sends become a fifth fewer. */
  private static final int WORTH = 5;
  /** After waits in vain nothing is held for so long. */
  private static final long RETRY_NS = 10_000_000_000L;
  private static final int GAP_SHARE = 8;
  private static final long LONGEST_GAP_NS = 1_000_000_000;

  private final List<HeldRun> runs = new ArrayList<>();
  private final List<Bundle> bundles = new ArrayList<>();
  private long dueNs = Long.MAX_VALUE;
  private boolean waited;
  private long lastRunNs;
  /** From one run to the next, smoothed. */
  private long gapNs = LONGEST_GAP_NS;
  private int waits;
  private int waitedParts;
  private int waitedBundles;
  private boolean inVain;
  private long inVainNs;

  /** Takes a run that was given packets; it is due now, or in a moment when the loop is busy. */
  void add(HeldRun run, boolean busy, long nowNs) {
    gapNs += (Math.min(nowNs - lastRunNs, LONGEST_GAP_NS) - gapNs) / GAP_SHARE;
    lastRunNs = nowNs;
    if (runs.isEmpty()) {
      waited = busy && gapNs <= HOLD_NS && !(inVain && nowNs - inVainNs < RETRY_NS);
      dueNs = nowNs + (waited ? HOLD_NS : 0);
    }
    if (!run.isListed()) {
      run.listed(true);
      runs.add(run);
    }
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** When what was gathered is to go, {@link Long#MAX_VALUE} when there is nothing. */
  long dueNs() {
    return dueNs;
  }

  /** Serves every receiver of what was gathered; tells how many packets that were. */
  int serve(long nowNs) {
    if (runs.isEmpty()) {
      return 0;
    }
    if (runs.size() > 1) {
      padAlike();
    }
    int packets = 0;
    int parts = 0;
    for (int i = 0; i < runs.size(); i++) {
      HeldRun held = runs.get(i);
      RunSink[] receivers = held.receivers();
      for (RunSink sink : receivers) {
        bundle(sink, held.run(), nowNs);
      }
      parts += receivers.length;
      packets += receivers.length * held.run().size();
    }
    if (waited && nowNs >= dueNs) {
      judge(parts, nowNs);
    }
    hand(nowNs);
    return packets;
  }

  private void judge(int parts, long nowNs) {
    waitedParts += parts;
    waitedBundles += bundles.size();
    if (++waits == JUDGED_WAITS) {
      inVain = waitedBundles * WORTH > waitedParts * (WORTH - 1);
      inVainNs = nowNs;
      waits = 0;
      waitedParts = 0;
      waitedBundles = 0;
    }
  }

  private void bundle(RunSink sink, Run run, long nowNs) {
    Bundle bundle = sink.bundle();
    if (bundle == null) {
      sink.onRun(run, nowNs);
      return;
    }
    if (bundle.isEmpty()) {
      bundles.add(bundle);
    }
    bundle.add(sink, run);
  }

  private void hand(long nowNs) {
    try {
      for (int i = 0; i < bundles.size(); i++) {
        bundles.get(i).serve(nowNs);
      }
    } finally {
      forget();
    }
  }

  private void forget() {
    bundles.clear();
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).run().clear();
      runs.get(i).listed(false);
    }
    runs.clear();
    dueNs = Long.MAX_VALUE;
  }

  /** Only the last packet of a send may be shorter than the others: the longest go first, and those that lack little are padded. */
  private void padAlike() {
    runs.sort(HeldRun.LONGEST_FIRST);
    int length = 0;
    for (int i = 0; i < runs.size(); i++) {
      int own = runs.get(i).longestPayload();
      if (length - own > Run.AUDIO_PADDING || length == 0) {
        length = own;
      }
      runs.get(i).run().padTo(length);
    }
  }
}
