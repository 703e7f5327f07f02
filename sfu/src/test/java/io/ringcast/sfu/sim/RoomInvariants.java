package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.ShareReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.routing.PublicationRef;
import io.ringcast.sfu.routing.Shard;
import io.ringcast.sfu.wire.Rtcp;
import io.ringcast.sfu.wire.RtpView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** What must hold of a whole room: while it runs, once its networks are good, and when everybody has gone. */
final class RoomInvariants {
  private static final DropReason[] FAULTS = {
    DropReason.SRTP_INDEX_REUSED, DropReason.SRTP_MALFORMED, DropReason.RTP_MALFORMED, DropReason.RTCP_MALFORMED,
    DropReason.PAYLOAD_MALFORMED, DropReason.CROSSING_FULL, DropReason.STREAM_LIMIT, DropReason.TOO_LARGE_TO_SEND
  };
  private static final long CHECK_NS = 100_000_000;
  /** Who is not heard of for as long gets no video, and needs no keyframe. */
  private static final long ANSWERED_NS = 10_000_000_000L;
  /** Requester and subscription repeat every half second, and a request to another loop waits for both to meet. */
  private static final long UNASKED_NS = 1_200_000_000L;
  private static final long WINDOW_NS = 1_200_000_000L;
  /** What was sent later than this may still be on its way. */
  private static final long FLIGHT_NS = 400_000_000;
  private static final long SETTLED_NS = 4_000_000_000L;
  private static final long REPORT_TOLERANCE_NS = 2_000_000;
  private static final int VIDEO_STORE = 512;
  private static final int AUDIO_STORE = 64;
  /** What waits in a fan-out, and a turn's batch. */
  private static final int BEYOND_STORES = 512;

  private final SimulatedRoom room;
  private final List<PublicationRef> known = new ArrayList<>();
  private final RtpView view = new RtpView();

  RoomInvariants(SimulatedRoom room) {
    this.room = room;
  }

  void start() {
    room.time().after(CHECK_NS, this::check);
  }

  void onPublished(PublicationRef ref) {
    known.add(ref);
  }

  /** Other loops hear of the end a moment later. */
  void onEnded(PublicationRef ref) {
    room.time().after(CHECK_NS, () -> known.remove(ref));
  }

  /** Counts add up: a datagram that is neither kept nor counted as dropped must have been a message for the SFU itself. */
  void onArrived(SimulatedPeer from, byte[] datagram, boolean kept, long drops) {
    if (Rtcp.looksLikeRtcp(datagram, 0, datagram.length)) {
      return;
    }
    if (!kept && drops == 0) {
      throw new Broken("%s: an RTP packet went no further and was not counted", from);
    }
    if (!view.wrap(datagram, 0, datagram.length) || view.payloadLength() < Ledger.NUMBER_BYTES) {
      return;
    }
    SentPacket packet = room.ledger().find(datagram, view.payloadOffset(), view.payloadLength());
    room.trace().add("%s arrives: %s%s", packet, kept ? "kept" : "dropped", drops > 0 ? " and counted" : "");
    for (SimulatedPublisher publisher : from.publishers()) {
      if (kept && publisher.ref().key() == packet.frame().stream().publication()) {
        publisher.onArrived(packet);
      }
    }
  }

  private void check() {
    checkHeld();
    checkFaults();
    checkThatKeyframesAreAskedFor();
    room.time().after(CHECK_NS, this::check);
  }

  /** What must never be refused: egress gives out each index once. */
  private void checkFaults() {
    for (SimulatedLoop loop : room.sfu().loops()) {
      for (DropReason fault : FAULTS) {
        if (loop.shard().drops().of(fault) > 0) {
          throw new Broken("loop %d: %d times %s", loop.shard().index(), loop.shard().drops().of(fault), fault);
        }
      }
    }
  }

  private void checkHeld() {
    int bound = BEYOND_STORES;
    for (PublicationRef ref : known) {
      bound += ref.spec().sources().size() * (ref.spec().kind() == MediaKind.VIDEO ? VIDEO_STORE : AUDIO_STORE);
    }
    for (SimulatedLoop loop : room.sfu().loops()) {
      if (loop.shard().pool().inUse() > bound) {
        throw new Broken("loop %d holds %d packets, more than %d", loop.shard().index(), loop.shard().pool().inUse(), bound);
      }
    }
  }

  private void checkThatKeyframesAreAskedFor() {
    Map<PublicationId, PublicationReport> publications = new HashMap<>();
    Map<SubscriptionId, SubscriptionReport> reports = new HashMap<>();
    for (SimulatedLoop loop : room.sfu().loops()) {
      for (PeerReport peer : loop.shard().peers().report(room.sfu().room().key(), room.time().nowNs())) {
        peer.publications().forEach(publication -> publications.put(publication.publication(), publication));
        if (!peer.remoteAddress().isEmpty()) {
          peer.subscriptions().forEach(subscription -> reports.put(subscription.subscription(), subscription));
        }
      }
    }
    for (Subscribing subscribing : room.subscriptions()) {
      PublicationReport publication = publications.get(subscribing.publication().spec().id());
      SubscriptionReport report = reports.get(subscribing.id());
      if (subscribing.isVideo() && publication != null && report != null) {
        checkKeyframeAsked(subscribing, publication, report);
      }
    }
  }

  private void checkKeyframeAsked(Subscribing subscribing, PublicationReport publication, SubscriptionReport report) {
    long nowNs = room.time().nowNs();
    int count = publication.layers().size();
    ShareReport share = report.share();
    boolean starved = share != null && share.layer() == null;
    int wanted = Layers.index(subscribing.wanted(), count);
    int allowed = share == null || share.layer() == null ? wanted : Math.min(wanted, Layers.index(share.layer(), count));
    int target = best(allowed, count, layer -> publication.layers().get(layer).active());
    int sending = report.sending() == null ? -1 : Layers.index(report.sending(), count);
    boolean asks = subscribing.publication().spec().codec().pictureLossIndication();
    boolean shown = subscribing.isAttached() && !subscribing.isPaused() && !starved && !subscribing.from().isStopped();
    boolean muted = subscribing.from().isLayered() && subscribing.from().isServerMuted();
    boolean waits = asks && sending != target && shown && !muted && subscribing.to().heardWithin(ANSWERED_NS);
    subscribing.waiting(waits ? target : -1, nowNs);
    if (subscribing.waitingSinceNs() > nowNs) {
      return;
    }
    long lastNs = Math.max(subscribing.waitingSinceNs(), subscribing.from().caredForNs(target));
    if (nowNs - lastNs > UNASKED_NS) {
      throw new Broken("%s waits for a keyframe of layer %d (it gets %d) since %d ms, and nobody asked for one in the last %d ms",
          subscribing, target, sending, (nowNs - subscribing.waitingSinceNs()) / 1_000_000, (nowNs - lastNs) / 1_000_000);
    }
  }

  /** The wanted layer, else the next lower, else the next higher one that is there; -1 for none. */
  private static int best(int wanted, int count, IntPredicate isThere) {
    for (int layer = wanted; layer >= 0; layer--) {
      if (isThere.test(layer)) {
        return layer;
      }
    }
    for (int layer = wanted + 1; layer < count; layer++) {
      if (isThere.test(layer)) {
        return layer;
      }
    }
    return -1;
  }

  /** A sender report relates the subscriber's time line to the publisher's wall clock: the newest packet's picture is as old as it says. */
  static void checkReport(Subscribing subscribing, long wallNs, int rtpTimestamp) {
    EmittedStream.Slot newest = subscribing.emitted().newest();
    if (newest == null) {
      throw new Broken("%s: a sender report before any media", subscribing);
    }
    int ticks = newest.timestamp() - rtpTimestamp;
    long saidNs = wallNs + SimulatedRoom.SECOND_NS * ticks / subscribing.codec().codec().clockRateHz();
    long captureNs = newest.packet().frame().capturedNs();
    if (Math.abs(saidNs - captureNs) > REPORT_TOLERANCE_NS) {
      throw new Broken("%s: by its sender report %s was captured %d ms from when it was", subscribing, newest.packet(),
          (saidNs - captureNs) / 1_000_000);
    }
  }

  /** Everybody gets every frame of the layer he wants, or of the best there is. */
  void checkLiveness(long healedNs) {
    checkCrossings();
    for (SimulatedPeer peer : room.peers()) {
      for (Subscribing subscribing : peer.subscriptions()) {
        boolean due = subscribing.flowingSinceNs() <= healedNs && subscribing.from().isSending()
            && !subscribing.from().isServerMuted() && subscribing.from().changedNs() <= healedNs;
        if (due) {
          checkReceives(subscribing);
          checkNothingMissing(subscribing, healedNs);
        }
      }
    }
  }

  /** Each publication crosses to each loop where it is received, and to no other. */
  private void checkCrossings() {
    Set<String> ways = new HashSet<>();
    int crossings = 0;
    for (Subscribing subscribing : room.subscriptions()) {
      if (subscribing.isAttached() && !subscribing.from().isStopped() && subscribing.to().loop() != subscribing.publication().home()) {
        ways.add(subscribing.publication().key() + " to " + subscribing.to().loop());
      }
    }
    for (SimulatedLoop loop : room.sfu().loops()) {
      crossings += loop.shard().crossings();
    }
    int vanished = known.size() - room.publishers().size();
    if (vanished == 0 && crossings != ways.size()) {
      throw new Broken("%d crossings, and %d are needed: %s", crossings, ways.size(), ways);
    }
  }

  private void checkReceives(Subscribing subscribing) {
    SimulatedPublisher publisher = subscribing.from();
    int layer = best(Layers.index(subscribing.wanted(), publisher.layers()), publisher.layers(), publisher::isMade);
    long nowNs = room.time().nowNs();
    if (layer < 0 || !publisher.isAsAnnounced()) {
      return;
    }
    for (SentFrame frame : publisher.frames(layer)) {
      if (frame.capturedNs() > nowNs - WINDOW_NS && frame.capturedNs() < nowNs - FLIGHT_NS
          && frame.temporalLayer() <= subscribing.temporalWanted() && !subscribing.receiver().isDecoded(frame)) {
        throw new Broken("%s: %s of the wanted layer is not shown; last is %s", subscribing, frame,
            subscribing.receiver().lastDecoded());
      }
    }
  }

  /** What a switch to another layer overtook is never sent, nor missed: a keyframe follows. */
  private void checkNothingMissing(Subscribing subscribing, long healedNs) {
    EmittedStream emitted = subscribing.emitted();
    boolean settled = false;
    for (int at = 0; at < emitted.size(); at++) {
      EmittedStream.Slot slot = emitted.at(at);
      settled |= slot != null && slot.atNs() > healedNs + SETTLED_NS;
      EmittedStream.Slot behind = emitted.following(at);
      boolean arriving = behind.atNs() > room.time().nowNs() - FLIGHT_NS;
      boolean overtaken = slot == null && emitted.isSwitchNear(at);
      if (settled && !arriving && !overtaken && !subscribing.receiver().isReceived(at)) {
        throw new Broken("%s: number %d (%s) is missing for good on a good path", subscribing, at, slot == null ? "never sent"
            : slot.packet());
      }
    }
  }

  void checkEverythingReturned() {
    for (SimulatedLoop loop : room.sfu().loops()) {
      Shard shard = loop.shard();
      expectNone(shard, "peers", shard.peers().size());
      expectNone(shard, "replicas", shard.publications());
      expectNone(shard, "crossings", shard.crossings());
      expectNone(shard, "addresses, user fragments and SSRCs", shard.demux().entries());
      expectNone(shard, "timers beside the speakers'", shard.armedTimers() - 1);
      expectNone(shard, "packets", shard.pool().inUse());
    }
  }

  private static void expectNone(Shard shard, String what, int left) {
    if (left != 0) {
      throw new Broken("loop %d: %d %s left", shard.index(), left, what);
    }
  }
}
