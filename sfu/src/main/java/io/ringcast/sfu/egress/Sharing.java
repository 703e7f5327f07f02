package io.ringcast.sfu.egress;

import io.ringcast.sfu.congestion.Allocation;
import io.ringcast.sfu.congestion.Allocator;
import io.ringcast.sfu.congestion.Estimate;
import io.ringcast.sfu.congestion.Estimate.Cause;
import io.ringcast.sfu.congestion.PathBandwidth;
import io.ringcast.sfu.congestion.Track;
import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.loop.TimerWheel;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides what one peer's path carries over what the peer subscribes, some times a second from its first feedback on. At first, while
 * probes find out what fits, nobody is given less than it wishes, unless something tells that the path is full.
 */
final class Sharing {
  static final long INTERVAL_NS = 200_000_000;
  private static final double STANDING_MS = 100;
  private static final long SOON_NS = 40_000_000;
  static final long SETTLING_NS = 1_500_000_000;
  /** What is wanted of the path is a little more than what is sent into it: the division needs headroom. */
  private static final double WANTED = 1.15;

  private final PathBandwidth bandwidth;
  private final TimerWheel timers;
  private final List<Subscription> subscriptions;
  private final Timer timer = new Timer(this::onTimer);
  private final FailedRises failed = new FailedRises();
  private Allocation allocation = Allocation.NONE;
  private boolean heard;
  private long heardNs;
  private long dividedNs;
  private boolean settled;

  Sharing(PathBandwidth bandwidth, TimerWheel timers, List<Subscription> subscriptions) {
    this.bandwidth = bandwidth;
    this.timers = timers;
    this.subscriptions = subscriptions;
  }

  /** The peer told of its path. */
  void onFeedback(long nowNs) {
    if (timer.isArmed() || subscriptions.isEmpty() || !bandwidth.isHeard()) {
      return;
    }
    heardNs = heard ? heardNs : nowNs;
    heard = true;
    timers.arm(timer, nowNs + INTERVAL_NS);
  }

  /** What it told was taken in: where that is less than is being sent, the division does not wait. */
  void onEstimate(long nowNs) {
    if (timer.isArmed() && nowNs - dividedNs >= SOON_NS) {
      Estimate estimate = bandwidth.why(nowNs);
      if (isFull(estimate.cause()) && estimate.rateBps() < allocation.usedBps()) {
        timers.arm(timer, nowNs);
      }
    }
  }

  void end() {
    timers.disarm(timer);
  }

  /** What was divided last. */
  Allocation allocation() {
    return allocation;
  }

  private void onTimer(long nowNs) {
    dividedNs = nowNs;
    List<Track> tracks = new ArrayList<>(subscriptions.size());
    boolean canProbe = false;
    for (Subscription subscription : subscriptions) {
      Track track = subscription.track(nowNs);
      if (track != null) {
        tracks.add(track);
      }
      canProbe |= subscription.carriesPadding();
    }
    Estimate estimate = bandwidth.why(nowNs);
    long before = allocation.usedBps();
    allocation = Allocator.allocate(Math.max(failed.limit(estimate.rateBps(), nowNs), kept(estimate, tracks)), tracks, allocation);
    if (settled) {
      failed.onDivided(before, allocation.usedBps(), isFull(estimate.cause()), nowNs);
    }
    bandwidth.want((long) (WANTED * allocation.wishBps()), canProbe);
    settled |= nowNs - heardNs >= SETTLING_NS || isFull(estimate.cause());
    if (settled) {
      for (int i = 0; i < subscriptions.size(); i++) {
        Subscription subscription = subscriptions.get(i);
        subscription.entitle(allocation.of(subscription.id().value()), canProbe, nowNs);
      }
    }
    if (!subscriptions.isEmpty()) {
      timers.arm(timer, nowNs + INTERVAL_NS);
    }
  }

  /** An estimate falls below what is sent where little is: while nothing waits, the least of everything goes on. */
  private long kept(Estimate estimate, List<Track> tracks) {
    boolean obeyed = estimate.cause() == Cause.REMB || estimate.cause() == Cause.SILENCE;
    if (obeyed || allocation.pauses() || estimate.queueDelayMs() > STANDING_MS) {
      return 0;
    }
    long least = 0;
    for (int i = 0; i < tracks.size(); i++) {
      least += tracks.get(i).leastBps();
    }
    return least;
  }

  private static boolean isFull(Cause cause) {
    return switch (cause) {
      case QUEUE, LOSS, LOSS_TEST, REMB -> true;
      case START, GROWING, PROBE, SILENCE, CEILING, FLOOR -> false;
    };
  }
}
