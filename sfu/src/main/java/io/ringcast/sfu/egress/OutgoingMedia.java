package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.congestion.Allocation;
import io.ringcast.sfu.congestion.DepartureBudget;
import io.ringcast.sfu.congestion.Estimate;
import io.ringcast.sfu.congestion.PathBandwidth;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.MediaSink;
import io.ringcast.sfu.loop.MediaSource;
import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.ReportBlock;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything one peer receives: its subscriptions, and the peer's feedback on them. Lives on the peer's loop. */
public final class OutgoingMedia {
  /** NACKed sequences looked at in one datagram: browsers name at most 1,000 a time; what exceeds it is left unread. */
  private static final int MAX_NACKED_PER_DATAGRAM = 2 * RtcpReader.MAX_NACKED_SEQUENCES;

  /** Reference times come once a second, or with each NACK where compounds are not reduced: one answer in this time is enough. */
  private static final long REFERENCE_INTERVAL_NS = 50_000_000L;

  private final SubscriberPath path;
  private final Listener listener;
  /** A peer has some dozens at most, and only RTCP looks here by SSRC. */
  private final List<Subscription> subscriptions = new ArrayList<>();
  /** Null while nobody asks how much fits. */
  private final @Nullable Probing probing;
  private final @Nullable Sharing sharing;
  private final ReportBlock reportBlock = new ReportBlock();
  private boolean referenceAnswered;
  private long referenceAnsweredNs;

  public OutgoingMedia(MediaSink sink, RtcpSink rtcp, TimerWheel timers, DropCounters drops, Listener listener) {
    this(sink, rtcp, timers, drops, DepartureBudget.UNLIMITED, null, listener);
  }

  /** @param bandwidth finds out how much fits; null where nobody asks */
  public OutgoingMedia(MediaSink sink, RtcpSink rtcp, TimerWheel timers, DropCounters drops, DepartureBudget budget,
    @Nullable PathBandwidth bandwidth, Listener listener) {
    path = new SubscriberPath(sink, rtcp, timers, drops, budget, bandwidth);
    this.listener = listener;
    sharing = bandwidth == null ? null : new Sharing(bandwidth, timers, subscriptions);
    probing = bandwidth == null ? null : new Probing(bandwidth, timers, subscriptions);
  }

  /** Begins to forward a publication. The caller hands it the source's runs and layer states, and merges its demand from now on. */
  public Subscription subscribe(
    SubscriptionId id, SubscriptionSpec spec, OutgoingStream stream, OutgoingStart start, MediaSource source, long nowNs) {
    Subscription subscription = new Subscription(id, spec, stream, start, source, path, listener);
    subscriptions.add(subscription);
    subscription.start(nowNs);
    return subscription;
  }

  /** The peer can be reached from now on: keyframes that are needed are asked for at once. */
  public void onOpen(long nowNs) {
    for (int i = 0; i < subscriptions.size(); i++) {
      subscriptions.get(i).start(nowNs);
    }
  }

  public void unsubscribe(SubscriptionId id) {
    for (int i = 0; i < subscriptions.size(); i++) {
      if (subscriptions.get(i).id().equals(id)) {
        subscriptions.remove(i).close();
        return;
      }
    }
  }

  public List<Subscription> subscriptions() {
    return List.copyOf(subscriptions);
  }

  public List<SubscriptionReport> reports(long nowNs) {
    List<SubscriptionReport> reports = new ArrayList<>(subscriptions.size());
    for (Subscription subscription : subscriptions) {
      reports.add(subscription.report(nowNs));
    }
    return reports;
  }

  /** Reads what the peer says of the streams it gets; the reader stands before the first packet and is read to its end. */
  public void onRtcp(RtcpReader reader, long nowNs) {
    if (probing != null && sharing != null) {
      probing.onFeedback(nowNs);
      sharing.onFeedback(nowNs);
    }
    int nacked = 0;
    while (reader.next()) {
      if (path.bandwidth != null) {
        path.bandwidth.onRtcp(reader, nowNs);
      }
      for (int i = 0; i < reader.reportBlockCount(); i++) {
        onReportBlock(reader, i, nowNs);
      }
      if (reader.isNack() && nacked < MAX_NACKED_PER_DATAGRAM) {
        Subscription subscription = bySsrc(reader.mediaSsrc());
        nacked += subscription == null ? 0 : subscription.onNack(reader, nowNs);
      } else if (reader.isPli()) {
        onPictureLost(reader.mediaSsrc(), nowNs);
      } else if (reader.isFir()) {
        for (int i = 0; i < reader.firCount(); i++) {
          onPictureLost(reader.firSsrc(i), nowNs);
        }
      } else if (reader.referenceTime() != 0) {
        answerReferenceTime(reader.senderSsrc(), Ntp.compact(reader.referenceTime()), nowNs);
      }
    }
    if (sharing != null) {
      sharing.onEstimate(nowNs);
    }
  }

  /** Says that all its streams end (RFC 3550 section 6.6). */
  public void sayBye(long nowNs) {
    RtcpWriter writer = path.beginRtcp();
    for (Subscription subscription : subscriptions) {
      if (!subscription.writeBye(writer)) {
        path.sendRtcp(nowNs);
        writer = path.beginRtcp();
        subscription.writeBye(writer);
      }
    }
    path.sendRtcp(nowNs);
  }

  /** How much the path carries, and why; null where nobody asks, or no feedback came yet. */
  public @Nullable Estimate estimate(long nowNs) {
    Estimate estimate = path.bandwidth == null ? null : path.bandwidth.why(nowNs);
    return estimate != null && estimate.heard() ? estimate : null;
  }

  /** How that was divided last; {@link Allocation#NONE} before it was. */
  public Allocation allocation() {
    return sharing == null ? Allocation.NONE : sharing.allocation();
  }

  /** Round-trip time to the peer; negative before a report told it. */
  public long rttNs() {
    return path.rttNs();
  }

  public void close() {
    if (probing != null && sharing != null) {
      probing.end();
      sharing.end();
    }
    for (Subscription subscription : subscriptions) {
      subscription.close();
    }
    subscriptions.clear();
  }

  private void onReportBlock(RtcpReader reader, int index, long nowNs) {
    if (reader.reportBlock(index, reportBlock)) {
      Subscription subscription = bySsrc(reportBlock.ssrc());
      if (subscription != null) {
        subscription.onReportBlock(reportBlock, nowNs);
      }
    }
  }

  /** At once, so that no delay is to be told: a peer that only receives asks again for what was lost at the pace of this round trip. */
  private void answerReferenceTime(int receiverSsrc, int reference, long nowNs) {
    if (subscriptions.isEmpty() || (referenceAnswered && nowNs - referenceAnsweredNs < REFERENCE_INTERVAL_NS)) {
      return;
    }
    referenceAnswered = true;
    referenceAnsweredNs = nowNs;
    int ssrc = subscriptions.getFirst().ssrc();
    RtcpWriter writer = path.beginRtcp();
    writer.receiverReport(ssrc);
    writer.delaySinceReference(ssrc, receiverSsrc, reference, 0);
    path.sendRtcp(nowNs);
  }

  private void onPictureLost(int ssrc, long nowNs) {
    Subscription subscription = bySsrc(ssrc);
    if (subscription != null) {
      subscription.onPictureLost(nowNs);
    }
  }

  private @Nullable Subscription bySsrc(int ssrc) {
    for (int i = 0; i < subscriptions.size(); i++) {
      if (subscriptions.get(i).ssrc() == ssrc) {
        return subscriptions.get(i);
      }
    }
    return null;
  }

  /** Hears what a peer gets. */
  public interface Listener {
    void onFirstForwarded(Subscription subscription, long nowNs);

    /** Another layer is forwarded than before; {@code layer} is its index, -1 when none is being sent. */
    void onLayerChanged(Subscription subscription, int layer, long nowNs);

    /** Not even its least fits on the path, or does again. */
    void onPausedByRate(Subscription subscription, boolean paused, long nowNs);
  }
}
