package io.ringcast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.ShareReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.SubscriptionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkMeterTest {
  private static final PublicationId SOUND = new PublicationId("ann_main_0");
  private static final PublicationId OTHERS = new PublicationId("bob_main_0");

  private final LinkMeter meter = new LinkMeter();
  private final Publication own;
  private long packets;

  LinkMeterTest() throws RoomRefusedException {
    Room room = new Room(new RoomKey("app", "room"), RoomSettings.DEFAULT, RoomLimits.DEFAULT, new Random(1), 0);
    Permissions all = new Permissions(true, true, true, Set.of(), true, false, false);
    Participant ann = room.join(new JoinRequest("ann", Presence.USER, all, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), 0);
    own = room.announce(ann, TrackDetails.plain(MediaKind.AUDIO), false, 0);
    CodecParameters opus = new CodecParameters(Codec.OPUS, 111, CodecParameters.NO_RTX, "", false, false, false);
    StreamSource source = new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN);
    room.live(own, new PublicationSpec(own.id(), own.streamId(), "0", opus, new ExtensionIds(Map.of()), List.of(source)));
  }

  private PeerReport peer(double rttMs, double lostUp, double lostDown, double jitterMs, long sent) {
    packets += sent;
    LayerReport layer = new LayerReport(Layer.BIG, "", true, 0, 0, 30_000, 0, packets, lostUp, 0, 0, 0);
    PublicationReport publication = new PublicationReport(SOUND, MediaKind.AUDIO, Codec.OPUS, false, 0, List.of(layer));
    SubscriptionReport subscription = new SubscriptionReport(
        new SubscriptionId(1), OTHERS, Layer.BIG, Layer.BIG, false, 0, 1, 1, 30_000, lostDown, jitterMs, 0, 0, 0);
    return new PeerReport(new PeerId("p"), "CONNECTED", "", rttMs, List.of(publication), List.of(subscription), Map.of());
  }

  /** The sound that is received, of which so much never came to the server. */
  private static Map<PublicationId, PublicationReport> others(double lost) {
    LayerReport layer = new LayerReport(Layer.BIG, "", true, 0, 0, 30_000, 0, 1_000, lost, 0, 0, 0);
    return Map.of(OTHERS, new PublicationReport(OTHERS, MediaKind.AUDIO, Codec.OPUS, false, 0, List.of(layer)));
  }

  private List<LinkQuality> qualities(int times, double rttMs, double lostUp, double lostDown, double jitterMs, long sent) {
    List<LinkQuality> seen = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      LinkQuality before = meter.quality();
      boolean changed = meter.take(List.of(peer(rttMs, lostUp, lostDown, jitterMs, sent)), List.of(own), others(0));
      assertThat(changed).as("changed").isEqualTo(meter.quality() != before);
      seen.add(meter.quality());
    }
    return seen;
  }

  /** What the path does not carry of a picture. */
  @ParameterizedTest
  @CsvSource({"AS_WISHED, BIG, BIG, EXCELLENT", "REDUCED, BIG, MEDIUM, GOOD", "REDUCED, BIG, SMALL, POOR", "REDUCED, MEDIUM, SMALL, GOOD",
    "PAUSED, SMALL, , GOOD", "PAUSED, BIG, , POOR"})
  void aPathThatDoesNotCarryTheWishIsNotExcellent(String reason, Layer wanted, @Nullable Layer got, LinkQuality quality) {
    ShareReport share = new ShareReport(reason, got, 0, 0);
    SubscriptionReport subscription =
        new SubscriptionReport(new SubscriptionId(1), OTHERS, wanted, got, false, 3, 1, 1, 0, 0, 1, 0, 0, 0, share);
    PeerReport peer = new PeerReport(new PeerId("p"), "CONNECTED", "", 20, List.of(), List.of(subscription), Map.of());
    for (int i = 0; i < 8; i++) {
      meter.take(List.of(peer), List.of(), others(0));
    }
    assertThat(meter.quality()).isEqualTo(quality);
  }

  /** Loss in percent, times in milliseconds. */
  @ParameterizedTest
  @CsvSource({
    "-1, 0, 0, 0, EXCELLENT", "100, 1, 1, 5, EXCELLENT", "300, 0, 0, 2, EXCELLENT", "20, 5, 0, 2, GOOD", "20, 0, 5, 2, GOOD",
    "700, 0, 0, 5, GOOD", "20, 15, 0, 2, POOR", "20, 0, 15, 2, POOR", "1500, 0, 0, 5, POOR", "20, 0, 2, 400, POOR", "20, 100, 100, 2, POOR"
  })
  void whatIsMeasuredIsSaid(double rttMs, double up, double down, double jitterMs, LinkQuality quality) {
    assertThat(qualities(8, rttMs, up / 100, down / 100, jitterMs, 250).getLast()).isEqualTo(quality);
  }

  @Test
  void itGetsWorseAtOnceAndBetterSlowly() {
    assertThat(qualities(2, 20, 0.3, 0, 2, 250)).containsExactly(LinkQuality.POOR, LinkQuality.POOR);
    assertThat(qualities(4, 20, 0, 0, 2, 250))
        .containsExactly(LinkQuality.GOOD, LinkQuality.GOOD, LinkQuality.GOOD, LinkQuality.EXCELLENT);
  }

  @Test
  void aPublisherThatFallsSilentIsLostUntilItIsHeardAgain() {
    assertThat(qualities(2, 20, 0, 0, 2, 250)).containsOnly(LinkQuality.EXCELLENT);
    assertThat(qualities(1, 20, 0, 0, 2, 0)).containsExactly(LinkQuality.LOST);
    assertThat(qualities(1, 20, 0, 0, 2, 1)).containsExactly(LinkQuality.EXCELLENT);
  }

  @Test
  void whoIsMutedNeedsNotSend() {
    own.muted(true);
    assertThat(qualities(4, 20, 0, 0, 2, 0)).containsOnly(LinkQuality.EXCELLENT);
    own.muted(false);
    assertThat(qualities(1, 20, 0, 0, 2, 0)).as("there was no time to begin").containsExactly(LinkQuality.EXCELLENT);
    assertThat(qualities(1, 20, 0, 0, 2, 0)).containsExactly(LinkQuality.LOST);
  }

  @Test
  void whatTheServerNeverHadIsNotLostOnTheWayOut() {
    meter.take(List.of(peer(20, 0, 0.2, 2, 250)), List.of(own), others(0.2));
    assertThat(meter.quality()).isEqualTo(LinkQuality.EXCELLENT);
  }

  @Test
  void aLinkWithoutMediaIsExcellent() {
    assertThat(meter.take(List.of(), List.of(), Map.of())).isFalse();
    assertThat(meter.quality()).isEqualTo(LinkQuality.EXCELLENT);
    assertThat(meter.score()).isEqualTo(1);
  }
}
