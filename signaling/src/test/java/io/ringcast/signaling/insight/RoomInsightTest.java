package io.ringcast.signaling.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.RoomReport.BandwidthReport;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.ShareReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.signaling.insight.InsightPages.MemberPage;
import io.ringcast.signaling.insight.InsightPages.Received;
import io.ringcast.signaling.insight.InsightPages.RoomPage;
import io.ringcast.signaling.insight.InsightPages.Sort;
import io.ringcast.signaling.insight.InsightPages.Wish;
import io.ringcast.signaling.insight.Snapshot.MemberLine;
import io.ringcast.signaling.insight.TroubleHistory.Reason;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomInsightTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final PublicationId CAMERA = new PublicationId("ann_main_1");
  private static final PublicationId MICROPHONE = new PublicationId("ann_main_0");

  private final RoomInsight insight = new RoomInsight();
  private final List<LayerReport> layers = new ArrayList<>(List.of(
      layer(Layer.SMALL, true, 0), layer(Layer.MEDIUM, true, 0), layer(Layer.BIG, true, 0)));
  private final List<PeerReport> viewers = new ArrayList<>();
  private boolean muted;
  private long nowMs = 1_000;

  /** A viewer's connection, fine unless a test changes it. */
  private record Viewing(
      String state, double rttMs, Layer wanted, @Nullable Layer sending, boolean paused, long packets, double lost, double jitterMs,
      long nacks, long keyframes, Map<DropReason, Long> drops) {
    static final Viewing FINE = new Viewing("OPEN", 20, Layer.BIG, Layer.BIG, false, 1_000, 0, 3, 0, 0, Map.of());

    Viewing counting(long morePackets, long moreNacks, long moreKeyframes, Map<DropReason, Long> moreDrops) {
      return new Viewing(state, rttMs, wanted, sending, paused, packets + morePackets, lost, jitterMs, nacks + moreNacks,
          keyframes + moreKeyframes, moreDrops);
    }

    Viewing getting(Layer asked, @Nullable Layer sent) {
      return new Viewing(state, rttMs, asked, sent, paused, packets, lost, jitterMs, nacks, keyframes, drops);
    }

    Viewing losing(double share) {
      return new Viewing(state, rttMs, wanted, sending, paused, packets, share, jitterMs, nacks, keyframes, drops);
    }

    PeerReport report(String user) {
      SubscriptionReport camera = new SubscriptionReport(new SubscriptionId(1), CAMERA, wanted, sending, paused, 3, packets,
          packets * 1_000, sending == null ? 0 : 2_000_000, lost, jitterMs, nacks, nacks, keyframes);
      return new PeerReport(new PeerId(user), state, "192.0.2.1:5000", rttMs, List.of(), List.of(camera), drops);
    }
  }

  private static LayerReport layer(Layer layer, boolean active, double lost) {
    return new LayerReport(layer, layer.name(), active, 1280, 720, active ? 800_000 : 0, 30, 900, lost, 4, 1, 1);
  }

  private Snapshot look(long afterMs) {
    nowMs += afterMs;
    PublicationReport camera = new PublicationReport(CAMERA, MediaKind.VIDEO, Codec.VP8, muted, 0, List.copyOf(layers));
    PublicationReport sound =
        new PublicationReport(MICROPHONE, MediaKind.AUDIO, Codec.OPUS, false, 90, List.of(layer(Layer.BIG, true, 0)));
    List<PeerReport> peers = new ArrayList<>(viewers);
    peers.add(new PeerReport(new PeerId("ann"), "OPEN", "192.0.2.2:5000", 15, List.of(camera, sound), List.of(), Map.of()));
    List<RoomView.Member> members = peers.stream().map(peer -> member(peer.peer())).toList();
    return insight.look(new RoomView(KEY, "RM_1", RoomMode.MEETING, 1, peers.size(), members), new RoomReport(KEY, peers), nowMs);
  }

  private static RoomView.Member member(PeerId peer) {
    boolean publishes = peer.value().equals("ann");
    return new RoomView.Member(peer.value(), "PA_" + peer.value(), publishes ? Role.PARTICIPANT : Role.OBSERVER, true,
        publishes ? List.of("ann_main") : List.of(), publishes ? List.of(CAMERA, MICROPHONE) : List.of(), List.of(peer), 500);
  }

  private MemberLine viewer(Viewing before, Viewing after) {
    viewers.clear();
    viewers.add(before.report("eve"));
    look(0);
    viewers.set(0, after.report("eve"));
    return line(look(1_000), "eve");
  }

  private static MemberLine line(Snapshot snapshot, String user) {
    return snapshot.members().stream().filter(one -> one.userId().equals(user)).findFirst().orElseThrow();
  }

  private static List<Trouble> troubles(MemberLine line) {
    return line.reasons().stream().map(Reason::trouble).toList();
  }

  @Test
  void whoIsFineHasNoTrouble() {
    MemberLine eve = viewer(Viewing.FINE, Viewing.FINE.counting(200, 2, 0, Map.of()));
    assertThat(troubles(eve)).isEmpty();
    assertThat(eve.trouble()).isZero();
    assertThat(eve.receivesBps()).isEqualTo(2_000_000);
    assertThat(eve.repeats()).isEqualTo(0.01);
    assertThat(eve.rttMs()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "LOSS_RECEIVING, 20, 0.1, 3, 0, 0, 0.1",
    "ROUND_TRIP_MS, 420, 0, 3, 0, 0, 420",
    "JITTER_MS, 20, 0, 90, 0, 0, 90",
    "REPEATS, 20, 0, 3, 20, 0, 0.1",
    "FREEZES, 20, 0, 3, 0, 2, 2"})
  void aFigureBeyondItsMeasureIsTrouble(
      Trouble trouble, double rttMs, double lost, double jitterMs, long nacks, long keyframes, double value) {
    Viewing before = new Viewing("OPEN", rttMs, Layer.BIG, Layer.BIG, false, 1_000, lost, jitterMs, 0, 0, Map.of());
    MemberLine eve = viewer(before, before.counting(200, nacks, keyframes, Map.of()));
    assertThat(troubles(eve)).containsExactly(trouble);
    assertThat(eve.reasons().getFirst().value()).isCloseTo(value, within(1e-9));
    assertThat(eve.trouble()).isPositive();
  }

  @Test
  void whatAPathLeavesOutIsTrouble() {
    MemberLine eve = viewer(Viewing.FINE, Viewing.FINE.counting(100, 0, 0, Map.of(DropReason.PATH_CONGESTED, 30L)));
    assertThat(troubles(eve)).containsExactly(Trouble.SLOW_PATH);
    assertThat(eve.reasons().getFirst().value()).isEqualTo(30);
    Snapshot snapshot = look(1_000);
    assertThat(snapshot.totals().drops()).as("none since the look before").isEmpty();
  }

  @Test
  void whatNeverCameInIsNotLostOnTheWayOut() {
    layers.set(2, layer(Layer.BIG, true, 0.1));
    Viewing losing = Viewing.FINE.losing(0.11);
    assertThat(troubles(viewer(losing, losing))).isEmpty();
    MemberLine ann = line(look(1_000), "ann");
    assertThat(troubles(ann)).containsExactly(Trouble.LOSS_SENDING);
    assertThat(ann.reasons().getFirst().about()).isEqualTo("ann_main_1");
  }

  @Test
  void aPictureThatDoesNotComeIsTroubleOnceItHasLasted() {
    Viewing waiting = Viewing.FINE.getting(Layer.BIG, null);
    assertThat(troubles(viewer(waiting, waiting))).as("joining takes a moment").isEmpty();
    assertThat(troubles(line(look(1_000), "eve"))).containsExactly(Trouble.NO_PICTURE);
  }

  @Test
  void aConnectionThatDoesNotOpenIsTrouble() {
    Viewing closed = new Viewing("CONNECTING", -1, Layer.BIG, null, false, 0, 0, 0, 0, 0, Map.of());
    viewer(closed, closed);
    MemberLine eve = line(look(5_000), "eve");
    assertThat(troubles(eve)).containsExactly(Trouble.NOT_CONNECTED);
    assertThat(eve.trouble()).isEqualTo(100);
    assertThat(eve.state()).isEqualTo("CONNECTING");
  }

  @Test
  void aTroubleThatWentIsToldForAWhile() {
    Viewing losing = Viewing.FINE.losing(0.3);
    viewer(losing, losing);
    viewers.set(0, Viewing.FINE.report("eve"));
    Reason held = line(look(1_000), "eve").reasons().getFirst();
    assertThat(held.now()).isFalse();
    assertThat(held.value()).isEqualTo(0.3);
    assertThat(troubles(line(look(TroubleHistory.HELD_MS), "eve"))).isEmpty();
  }

  @Test
  void aPublisherThatSendsNothingIsTrouble() {
    viewers.add(Viewing.FINE.getting(Layer.BIG, null).report("eve"));
    layers.replaceAll(one -> layer(one.layer(), false, 0));
    look(0);
    assertThat(troubles(line(look(6_000), "ann"))).containsExactly(Trouble.NOT_SENDING);
    muted = true;
    assertThat(troubles(line(look(20_000), "ann"))).as("muted").isEmpty();
    muted = false;
    viewers.clear();
    look(20_000);
    assertThat(troubles(line(look(6_000), "ann"))).as("nobody watches, so its client may pause").isEmpty();
  }

  @Test
  void saysWhyALayerIsWhatItIs() {
    assertThat(cause(Layer.BIG, Layer.BIG)).isEqualTo(LayerCause.BEST);
    assertThat(cause(Layer.SMALL, Layer.SMALL)).isEqualTo(LayerCause.AS_ASKED);
    assertThat(cause(Layer.BIG, Layer.SMALL)).isEqualTo(LayerCause.AWAITING_KEYFRAME);
    layers.set(2, layer(Layer.BIG, false, 0));
    assertThat(cause(Layer.BIG, Layer.MEDIUM)).isEqualTo(LayerCause.NOT_SENT);
    assertThat(cause(Layer.MEDIUM, Layer.MEDIUM)).isEqualTo(LayerCause.BEST);
    assertThat(cause(Layer.BIG, null)).isEqualTo(LayerCause.AWAITING_KEYFRAME);
    muted = true;
    assertThat(cause(Layer.BIG, null)).isEqualTo(LayerCause.MUTED);
    muted = false;
    layers.replaceAll(one -> layer(one.layer(), false, 0));
    assertThat(cause(Layer.BIG, null)).isEqualTo(LayerCause.SOURCE_SILENT);
  }

  @Test
  void saysWhatThePathDoesNotCarry() {
    for (String reason : List.of("REDUCED", "PAUSED")) {
      ShareReport share = new ShareReport(reason, Layer.SMALL, 150_000, 600_000);
      SubscriptionReport camera = new SubscriptionReport(
          new SubscriptionId(1), CAMERA, Layer.BIG, Layer.SMALL, false, 3, 1, 1, 1, 0, 0, 0, 0, 0, share);
      BandwidthReport path = new BandwidthReport(300_000, "QUEUE", 290_000, 60, 0, 150_000, 2_000_000);
      viewers.clear();
      viewers.add(new PeerReport(new PeerId("eve"), "OPEN", "192.0.2.1:5000", 5, List.of(), List.of(camera), Map.of(), path));
      Snapshot snapshot = look(1_000);
      InsightPages.Connection connection = MemberPage.of(snapshot, "PA_eve").orElseThrow().connections().getFirst();
      assertThat(connection.bandwidth()).isEqualTo(path);
      assertThat(connection.subscriptions().getFirst().share()).isEqualTo(share);
      assertThat(connection.subscriptions().getFirst().cause()).isEqualTo(LayerCause.PATH);
      assertThat(line(snapshot, "eve").below()).isEqualTo(1);
    }
  }

  private LayerCause cause(Layer wanted, @Nullable Layer sending) {
    viewers.clear();
    viewers.add(Viewing.FINE.getting(wanted, sending).report("eve"));
    List<Received> received = MemberPage.of(look(1_000), "PA_eve").orElseThrow().connections().getFirst().subscriptions();
    assertThat(received.getFirst().userId()).isEqualTo("ann");
    return received.getFirst().cause();
  }

  @Test
  void sumsTheRoomUp() {
    viewers.add(Viewing.FINE.report("eve"));
    viewers.add(Viewing.FINE.losing(0.4).report("bob"));
    look(0);
    viewers.set(0, Viewing.FINE.counting(100, 0, 0, Map.of(DropReason.LAYER_NOT_WANTED, 50L)).report("eve"));
    Snapshot snapshot = look(2_000);
    assertThat(snapshot.totals().members()).isEqualTo(3);
    assertThat(snapshot.totals().publishing()).isEqualTo(1);
    assertThat(snapshot.totals().troubled()).isEqualTo(1);
    assertThat(snapshot.totals().lossWorst()).isEqualTo(0.4);
    assertThat(snapshot.totals().lossMean()).isEqualTo(0.2);
    assertThat(snapshot.totals().fromServerBps()).isEqualTo(4_000_000);
    assertThat(snapshot.totals().toServerBps()).isEqualTo(4 * 800_000);
    assertThat(snapshot.totals().packetsPerS()).isEqualTo(50);
    assertThat(snapshot.totals().drops()).containsExactly(Map.entry(DropReason.LAYER_NOT_WANTED, 25.0));
    assertThat(snapshot.members().getFirst().userId()).as("the worst first").isEqualTo("bob");
    assertThat(snapshot.publications().getFirst().receivers()).isEqualTo(2);
  }

  @Test
  void showsAPageInAnyOrder() {
    for (int i = 0; i < 250; i++) {
      viewers.add(Viewing.FINE.losing(i == 123 ? 0.5 : 0).report(String.format("eve%03d", i)));
    }
    Snapshot snapshot = look(0);
    RoomPage worst = RoomPage.of(snapshot, new Wish(Sort.TROUBLE, "", 0, 100));
    assertThat(worst.found()).isEqualTo(251);
    assertThat(worst.members()).hasSize(100);
    assertThat(worst.members().getFirst().userId()).isEqualTo("eve123");
    RoomPage last = RoomPage.of(snapshot, new Wish(Sort.NAME, "eve", 200, 100));
    assertThat(last.found()).isEqualTo(250);
    assertThat(last.members()).hasSize(50).extracting(MemberLine::userId).startsWith("eve200").endsWith("eve249");
    assertThat(RoomPage.of(snapshot, new Wish(Sort.LOSS, "", 1_000, 100)).members()).isEmpty();
  }
}
