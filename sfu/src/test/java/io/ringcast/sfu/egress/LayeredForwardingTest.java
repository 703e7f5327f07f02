package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.egress.LayeredPublisher.Frame;
import io.ringcast.sfu.egress.LayeredPublisher.Mode;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.wire.RtpView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A subscriber of a layered stream gets frames that it can decode, whatever it asks for and however packets arrive. */
class LayeredForwardingTest {
  private static final int SEEDS = Integer.getInteger("layered.seeds", 60);
  private static final int PICTURES = 240;
  private static final int QUIET_PICTURES = 40;
  /** Where temporal layers can be entered at some frames only, which come by chance. */
  private static final int SYNC_PICTURES = 240;
  private static final int REPAIR_PACKETS = 40;
  private static final int KEYFRAME_DELAY = 3;
  private static final int TICK_MS = 33;

  /** A packet on its way to us, due after so many others were sent. */
  private record Due(long at, Packet packet) {}

  /** One stream, one subscriber, and the link between publisher and server. */
  private static final class Room {
    final Rig rig = new Rig();
    final FakeSource source;
    final LayeredPublisher publisher;
    final Subscription subscription;
    final Random random;
    double badness;
    final List<Due> link = new ArrayList<>();
    final Map<Integer, byte[]> received = new TreeMap<>();
    final Map<Integer, Boolean> markers = new HashMap<>();
    private long clock;
    private int seen;
    private int keyframeIn = -1;

    Room(Mode mode, Random random, double badness) {
      this.random = random;
      this.badness = badness;
      source = mode.spatialLayers == 1
        ? new FakeSource(LayeredPublisher.codecOf(mode), 1) : FakeSource.spatial(LayeredPublisher.codecOf(mode), mode.spatialLayers);
      publisher = new LayeredPublisher(mode, random);
      subscription = rig.subscribe(source, Layer.BIG);
    }

    /** The next picture leaves the publisher; what is due arrives; the subscriber collects. */
    void tick() {
      rig.advanceMs(TICK_MS);
      if (!source.keyframeRequests.isEmpty() && keyframeIn < 0) {
        keyframeIn = KEYFRAME_DELAY;
      }
      source.keyframeRequests.clear();
      boolean key = keyframeIn-- == 0;
      for (Packet packet : publisher.picture(key)) {
        clock++;
        link.add(new Due(clock + delay(), packet));
      }
      link.sort(Comparator.comparingLong(Due::at));
      while (!link.isEmpty() && link.getFirst().at() <= clock) {
        rig.run(subscription, source, 0, link.removeFirst().packet());
      }
      collect();
    }

    private long delay() {
      double draw = random.nextDouble();
      if (draw < badness / 2) {
        return 2L + random.nextInt(REPAIR_PACKETS);
      }
      return draw < badness ? 1L + random.nextInt(4) : 0;
    }

    void collect() {
      for (; seen < rig.sent.size(); seen++) {
        RtpView view = rig.sent(seen);
        byte[] payload = Rig.payload(view);
        if (view.ssrc() == Rig.SSRC) {
          assertThat(received.put(view.sequence(), payload)).as("number %d twice", view.sequence()).isNull();
          markers.put(view.sequence(), view.marker());
        }
      }
    }

    /** The frames of which every packet came, in order of their first packet's number. */
    List<Frame> complete() {
      Map<Integer, Set<Integer>> parts = new TreeMap<>();
      for (byte[] payload : received.values()) {
        parts.computeIfAbsent(LayeredPublisher.frameOf(payload), id -> new HashSet<>()).add(LayeredPublisher.indexOf(payload));
      }
      List<Frame> complete = new ArrayList<>();
      parts.forEach((id, indices) -> {
        assertThat(indices).as("packets of frame %d", id).hasSize(publisher.frames.get(id).packets());
        complete.add(publisher.frames.get(id));
      });
      return complete;
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everyForwardedFrameCanBeDecoded(Mode mode) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Room room = new Room(mode, random, seed % 3 * 0.06);
      String what = mode + ", -Dlayered.seeds, seed " + seed;
      for (int i = 0; i < PICTURES; i++) {
        if (random.nextInt(12) == 0) {
          room.subscription.want(Layer.values()[random.nextInt(3)], room.rig.nowNs);
        }
        if (random.nextInt(12) == 0) {
          room.subscription.wantTemporal(random.nextInt(4));
        }
        room.tick();
      }
      Layer wanted = Layer.values()[random.nextInt(3)];
      room.subscription.want(wanted, room.rig.nowNs);
      room.subscription.wantTemporal(2);
      settle(room);
      assertDecodable(room, what);
      assertReachedWhatWasWanted(room, wanted, what);
      assertNothingLooksLost(room, what);
    }
  }

  /** A clean link at the end, behind everything still on its way. */
  private static void settle(Room room) {
    room.badness = 0;
    ticks(room, room.publisher.mode == Mode.L1T3_SYNC ? SYNC_PICTURES : QUIET_PICTURES);
  }

  private static void assertDecodable(Room room, String what) {
    Set<Integer> decoded = new HashSet<>();
    for (Frame frame : room.complete()) {
      assertThat(decoded).as("%s: what %s needs", what, frame).containsAll(frame.needs());
      decoded.add(frame.id());
    }
    assertThat(decoded).as(what).hasSizeGreaterThan(PICTURES / 6);
  }

  private static void assertReachedWhatWasWanted(Room room, Layer wanted, String what) {
    Mode mode = room.publisher.mode;
    int spatial = mode.spatialLayers == 1 ? 0 : wanted.ordinal();
    int lastPicture = room.publisher.pictures() - 1;
    Set<Integer> lowest = new HashSet<>();
    for (int picture = lastPicture - 3; picture <= lastPicture; picture++) {
      int here = picture;
      List<Frame> shown = room.complete().stream().filter(frame -> frame.picture() == here).toList();
      assertThat(shown).as("%s: picture %d, %s wanted", what, picture, wanted).isNotEmpty();
      assertThat(shown.getLast().spatial()).as("%s: the highest layer of picture %d", what, picture).isEqualTo(spatial);
      boolean alone = mode == Mode.L3T3_KEY && !shown.getLast().key();
      assertThat(shown).as("%s: layers of picture %d", what, picture).hasSize(alone ? 1 : spatial + 1);
      lowest.add(shown.getLast().temporal());
    }
    assertThat(lowest).as("%s: temporal layers", what).containsExactlyInAnyOrder(0, 1, 2);
    room.received.forEach((sequence, payload) -> {
      Frame frame = room.publisher.frames.get(LayeredPublisher.frameOf(payload));
      boolean ends = frame.spatial() == spatial && LayeredPublisher.indexOf(payload) == frame.packets() - 1;
      if (frame.picture() > lastPicture - 4) {
        assertThat(room.markers.get(sequence)).as("%s: marker of %s", what, frame).isEqualTo(ends);
      }
    });
  }

  /** Every number without a packet was kept for one that was then left out: a NACK for it is answered by an RTX packet without payload. */
  private static void assertNothingLooksLost(Room room, String what) {
    int last = room.rig.sequences().stream().filter(room.received::containsKey).max(Comparator.naturalOrder()).orElseThrow();
    for (int sequence = last - 200; sequence <= last; sequence++) {
      if (!room.received.containsKey(sequence) && sequence >= Rig.START.sequence()) {
        int before = room.rig.sent.size();
        room.rig.advanceMs(1_000);
        room.rig.nack(sequence);
        assertThat(room.rig.sent).as("%s: answer for %d", what, sequence).hasSize(before + 1);
        assertThat(room.rig.last().ssrc()).as(what).isEqualTo(Rig.RTX_SSRC);
        assertThat(room.rig.last().payloadLength()).as("%s: payload of the answer for %d", what, sequence).isEqualTo(2);
      }
    }
  }

  @Test
  void fullSvcGoesDownAtOnceAndUpAtAKeyframe() {
    Room room = new Room(Mode.L3T3, new Random(1), 0);
    ticks(room, 10);
    room.subscription.want(Layer.SMALL, room.rig.nowNs);
    assertThat(room.source.keyframeRequests).isEmpty();
    ticks(room, 1);
    assertThat(room.rig.layerChanges).containsExactly(2, 0);
    ticks(room, 4);
    assertThat(room.source.keyframeRequests).isEmpty();
    room.subscription.want(Layer.BIG, room.rig.nowNs);
    assertThat(room.source.keyframeRequests).containsExactly(0);
    ticks(room, KEYFRAME_DELAY);
    assertThat(room.rig.layerChanges).containsExactly(2, 0);
    ticks(room, 2);
    assertThat(room.rig.layerChanges).containsExactly(2, 0, 2);
  }

  @Test
  void keySvcChangesAtAKeyframeOnlyAndSendsOneLayerBetweenThem() {
    Room room = new Room(Mode.L3T3_KEY, new Random(1), 0);
    ticks(room, 10);
    room.subscription.want(Layer.SMALL, room.rig.nowNs);
    assertThat(room.source.keyframeRequests).containsExactly(0);
    ticks(room, KEYFRAME_DELAY);
    assertThat(room.rig.layerChanges).containsExactly(2);
    ticks(room, 2);
    assertThat(room.rig.layerChanges).containsExactly(2, 0);
    assertThat(room.rig.drops.of(DropReason.LAYER_NOT_WANTED)).isPositive();
    for (Frame frame : room.complete()) {
      assertThat(frame.key() || frame.spatial() == (frame.picture() < 10 + KEYFRAME_DELAY ? 2 : 0)).as("%s", frame).isTrue();
    }
  }

  @Test
  void temporalLayersChangeWithoutAKeyframe() {
    Room room = new Room(Mode.L1T3, new Random(1), 0);
    room.source.keyframeRequests.clear();
    ticks(room, 4);
    room.subscription.wantTemporal(0);
    ticks(room, 8);
    room.subscription.wantTemporal(1);
    ticks(room, 8);
    room.subscription.wantTemporal(3);
    ticks(room, 8);
    assertThat(room.source.keyframeRequests).isEmpty();
    List<Integer> temporals = room.complete().stream().map(Frame::temporal).toList();
    assertThat(temporals).containsExactly(0, 2, 1, 2, 0, 0, 0, 1, 0, 1, 0, 2, 1, 2, 0, 2, 1, 2);
  }

  @Test
  void layersThatAreToldAnewAreFollowed() {
    Room room = new Room(Mode.L3T3, new Random(1), 0);
    ticks(room, 4);
    assertThat(room.subscription.report(room.rig.nowNs).sending()).isEqualTo(Layer.BIG);
    room.source.layers.layer(2).active(false);
    room.subscription.onLayerState(2, room.rig.nowNs);
    ticks(room, 1);
    assertThat(room.subscription.report(room.rig.nowNs).sending()).isEqualTo(Layer.MEDIUM);
    room.source.layers.count(2);
    room.subscription.onLayerState(0, room.rig.nowNs);
    assertThat(room.subscription.report(room.rig.nowNs).sending()).as("of two layers the upper is BIG").isEqualTo(Layer.BIG);
  }

  @Test
  void layersThatAreToldLaterThanTheStreamTellsThemAreSeen() {
    Room room = new Room(Mode.L3T3, new Random(1), 0);
    room.source.layers.count(2);
    ticks(room, 4);
    room.source.layers.count(3);
    room.source.layers.layer(2).active(true);
    room.subscription.onLayerState(2, room.rig.nowNs);
    ticks(room, 1);
    assertThat(room.subscription.report(room.rig.nowNs).sending()).isEqualTo(Layer.BIG);
  }

  @Test
  void whatWasLeftOutBeforeAPauseIsNotSentBehindIt() {
    Room room = new Room(Mode.L3T3, new Random(1), 0);
    room.subscription.want(Layer.SMALL, room.rig.nowNs);
    ticks(room, 10);
    List<Packet> picture = room.publisher.picture(false);
    Packet late = picture.removeLast();
    room.rig.run(room.subscription, room.source, 0, picture.toArray(Packet[]::new));
    ticks(room, 1);
    int unsent = room.rig.sequences().getLast();
    while (room.received.containsKey(unsent)) {
      unsent--;
    }
    room.subscription.pause(true, room.rig.nowNs);
    room.rig.run(room.subscription, room.source, 0, late);
    room.subscription.pause(false, room.rig.nowNs);
    ticks(room, KEYFRAME_DELAY + 1);
    int before = room.rig.sent.size();
    room.rig.nack(unsent);
    assertThat(room.rig.sent).hasSize(before);
    assertThat(room.rig.drops.of(DropReason.RETRANSMISSION_NOT_STORED)).isOne();
  }

  @ParameterizedTest
  @EnumSource(names = {"L3T3", "L3T3_KEY"})
  void whatOvertakesAKeyframeThatASwitchWaitsForGoesBehindIt(Mode mode) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Room room = switching(mode, seed);
      List<Packet> picture = room.publisher.picture(true);
      Collections.shuffle(picture, new Random(seed));
      picture.forEach(packet -> room.rig.run(room.subscription, room.source, 0, packet));
      String what = mode + ", seed " + seed;
      assertThat(room.rig.layerChanges).as(what).containsExactly(2, 0, 2);
      room.source.keyframeRequests.clear();
      ticks(room, 4);
      assertThat(room.source.keyframeRequests).as(what).isEmpty();
      assertDecodable(room, what);
      assertReachedWhatWasWanted(room, Layer.BIG, what);
    }
  }

  @Test
  void nothingIsKeptBackLongerThanAPicture() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Room room = switching(Mode.L3T3, seed);
      List<Packet> picture = room.publisher.picture(false);
      Packet lost = picture.removeFirst();
      picture.forEach(packet -> room.rig.run(room.subscription, room.source, 0, packet));
      int before = room.rig.sent.size();
      room.publisher.picture(false).forEach(packet -> room.rig.run(room.subscription, room.source, 0, packet));
      assertThat(room.rig.sent).as("seed %d", seed).hasSizeGreaterThan(before);
      room.rig.run(room.subscription, room.source, 0, lost);
      ticks(room, 4);
      room.collect();
      assertDecodable(room, "seed " + seed);
    }
  }

  @Test
  void aPauseForgetsWhatIsKeptBack() {
    Room room = switching(Mode.L3T3, 1);
    List<Packet> picture = room.publisher.picture(false);
    picture.removeFirst();
    picture.forEach(packet -> room.rig.run(room.subscription, room.source, 0, packet));
    room.subscription.pause(true, room.rig.nowNs);
    room.subscription.pause(false, room.rig.nowNs);
    int before = room.rig.sent.size();
    ticks(room, 1);
    assertThat(room.rig.sent).as("nothing before a keyframe").hasSize(before);
    ticks(room, KEYFRAME_DELAY + 1);
    assertDecodable(room, "behind a pause");
  }

  /** A room whose subscriber went from BIG to SMALL and waits for BIG again. */
  private static Room switching(Mode mode, long seed) {
    Room room = new Room(mode, new Random(seed), 0);
    ticks(room, 50);
    room.subscription.want(Layer.SMALL, room.rig.nowNs);
    ticks(room, KEYFRAME_DELAY + 2);
    room.subscription.want(Layer.BIG, room.rig.nowNs);
    assertThat(room.source.keyframeRequests).containsExactly(0);
    room.source.keyframeRequests.clear();
    return room;
  }

  @Test
  void aKeyframeThatTellsOfFewerLayersAndWasOvertakenIsAskedForAgain() {
    Room room = new Room(Mode.L3T3_KEY, new Random(1), 0);
    ticks(room, 10);
    room.source.keyframeRequests.clear();
    room.publisher.spatialLayers = 2;
    List<Packet> keyframe = room.publisher.picture(true);
    List<Packet> next = room.publisher.picture(false);
    next.forEach(packet -> room.rig.run(room.subscription, room.source, 0, packet));
    keyframe.forEach(packet -> room.rig.run(room.subscription, room.source, 0, packet));
    room.source.layers.count(2);
    room.subscription.onLayerState(0, room.rig.nowNs);
    assertThat(room.source.keyframeRequests).as("the highest layer that is left is not decodable").isNotEmpty();
    ticks(room, KEYFRAME_DELAY + 2);
    assertThat(room.complete().getLast().spatial()).isEqualTo(1);
    assertThat(room.complete().getLast().picture()).isEqualTo(room.publisher.pictures() - 1);
  }

  @Test
  void aLossForGoodIsForgottenWithAKeyframeThatWasOvertaken() {
    Room room = new Room(Mode.L1T3, new Random(1), 0);
    ticks(room, 10);
    room.subscription.wantTemporal(0);
    ticks(room, 8);
    List<Packet> lossy = room.publisher.picture(false);
    while (lossy.size() < 2) {
      room.rig.run(room.subscription, room.source, 0, lossy.toArray(Packet[]::new));
      lossy = room.publisher.picture(false);
    }
    lossy.removeFirst();
    room.rig.run(room.subscription, room.source, 0, lossy.toArray(Packet[]::new));
    List<Packet> keyframe = room.publisher.picture(true);
    List<Packet> next = room.publisher.picture(false);
    next.forEach(packet -> room.rig.run(room.subscription, room.source, 0, packet));
    keyframe.forEach(packet -> room.rig.run(room.subscription, room.source, 0, packet));
    room.subscription.wantTemporal(3);
    int from = room.publisher.pictures() + 4;
    ticks(room, 12);
    assertThat(room.received.values().stream().map(payload -> room.publisher.frames.get(LayeredPublisher.frameOf(payload)))
      .filter(frame -> frame.picture() >= from).map(Frame::temporal).distinct()).containsExactlyInAnyOrder(0, 1, 2);
  }

  private static void ticks(Room room, int count) {
    for (int i = 0; i < count; i++) {
      room.tick();
    }
  }
}
