package io.ringcast.sfu.egress;

import io.ringcast.sfu.congestion.PathBandwidth;
import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.loop.TimerWheel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills up one peer's media to the rate of the probe that runs, with padding. Looks every {@link #LOOK_NS} whether a probe is due, from
 * the first feedback on and for as long as the peer gets video.
 */
final class Probing {
  private static final long LOOK_NS = 50_000_000;
  /** A probe of 20 ms leaves in five strokes. */
  private static final long STROKE_NS = 4_000_000;
  /** In one stroke, whatever a late timer would catch up with: 4 ms of 50 Mbit/s. */
  private static final long STROKE_BYTES = 25_000;

  private final PathBandwidth bandwidth;
  private final TimerWheel timers;
  private final List<Subscription> subscriptions;
  private final Timer timer = new Timer(this::onTimer);

  Probing(PathBandwidth bandwidth, TimerWheel timers, List<Subscription> subscriptions) {
    this.bandwidth = bandwidth;
    this.timers = timers;
    this.subscriptions = subscriptions;
  }

  /** The peer told of its path. */
  void onFeedback(long nowNs) {
    if (!timer.isArmed() && bandwidth.isHeard() && carrier() != null) {
      timers.arm(timer, nowNs + LOOK_NS);
    }
  }

  void end() {
    timers.disarm(timer);
  }

  private void onTimer(long nowNs) {
    Subscription carrier = carrier();
    if (carrier == null) {
      return;
    }
    boolean probing = bandwidth.isProbing(nowNs);
    long lacking = Math.min(STROKE_BYTES, bandwidth.paddingBytes(nowNs));
    if (lacking > 0) {
      carrier.pad(lacking, nowNs);
    }
    timers.arm(timer, nowNs + (probing ? STROKE_NS : LOOK_NS));
  }

  /** On whose retransmission stream padding can go. */
  private @Nullable Subscription carrier() {
    for (int i = 0; i < subscriptions.size(); i++) {
      if (subscriptions.get(i).carriesPadding()) {
        return subscriptions.get(i);
      }
    }
    return null;
  }
}
