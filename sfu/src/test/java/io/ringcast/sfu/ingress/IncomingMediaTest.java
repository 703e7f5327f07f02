package io.ringcast.sfu.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.dependency.DependencyDescriptor;
import io.ringcast.sfu.wire.dependency.DependencyStructure;
import io.ringcast.sfu.wire.dependency.DependencyWriter;
import io.ringcast.sfu.wire.dependency.Structures;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingMediaTest {
  private static final long MS = 1_000_000;
  private static final int VIDEO_PT = 96;
  private static final int RTX_PT = 97;
  private static final int AUDIO_PT = 111;
  private static final int SINGLE_PT = 102;
  private static final int SINGLE_RTX_PT = 103;
  private static final ExtensionIds EXTENSIONS = new ExtensionIds(Map.of(HeaderExtension.MID, 1, HeaderExtension.RID, 2,
    HeaderExtension.REPAIRED_RID, 3, HeaderExtension.TRANSPORT_CC, 4, HeaderExtension.AUDIO_LEVEL, 5));
  private static final String NONE = "-";

  private final TimerWheel timers = new TimerWheel(0);
  private final PacketPool pool = new PacketPool(1_000);
  private final DropCounters drops = new DropCounters();
  private final CapturedRtcp rtcp = new CapturedRtcp();
  private final List<String> forwarded = new ArrayList<>();
  private final List<Long> extended = new ArrayList<>();
  private final List<String> layers = new ArrayList<>();
  private final List<Integer> primaryOffsets = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final IncomingMedia media = new IncomingMedia(rtcp, timers, drops, 1, new Random(1), new IncomingMedia.Listener() {
    @Override
    public void onRun(Publication publication, Run run, long nowNs) {
      for (int i = 0; i < run.size(); i++) {
        Packet packet = run.packet(i);
        forwarded.add(publication.spec().id() + "/" + run.stream() + "/" + packet.rtp().sequence() + "/" + packet.rtp().payloadLength()
          + (packet.isHidden() ? "h" : ""));
        extended.add(packet.extendedSequence());
        primaryOffsets.add(packet.payload().primaryOffset);
        PayloadInfo info = packet.payload();
        layers.add(String.format("%sS%d %04x %d", info.keyframe ? "key " : "", info.spatialLayer, info.targets, info.spatialLayers));
        packet.release();
      }
    }

    @Override
    public void onFirstMedia(Publication publication, long nowNs) {
      events.add("first " + publication.spec().id());
    }

    @Override
    public void onLayerState(Publication publication, int layer, long nowNs) {
      events.add("state " + publication.spec().id() + "/" + layer);
    }
  });
  private final Publication camera = media.publish(new PublicationSpec(new PublicationId("cam"), "u_main", "0",
    new CodecParameters(Codec.VP8, VIDEO_PT, RTX_PT, "", true, true, true), EXTENSIONS,
    List.of(new StreamSource("q", -1, -1), new StreamSource("h", -1, -1), new StreamSource("f", -1, -1))), 1, 0);
  private long nowNs;

  IncomingMediaTest() {
    media.publish(new PublicationSpec(new PublicationId("mic"), "u_main", "1",
      new CodecParameters(Codec.OPUS, AUDIO_PT, CodecParameters.NO_RTX, "", true, false, true), EXTENSIONS,
      List.of(new StreamSource("", 5_000, -1))), 2, 0);
    media.publish(new PublicationSpec(new PublicationId("ff"), "u_ff", "2",
      new CodecParameters(Codec.VP8, SINGLE_PT, SINGLE_RTX_PT, "", true, false, false), ExtensionIds.NONE,
      List.of(new StreamSource("", -1, -1))), 3, 0);
  }

  @ParameterizedTest
  @CsvSource({"120, 120", "0, 0", "11000, -1"})
  void theRoundTripIsWhatThePublisherAnswers(long tookMs, long measuredMs) {
    video(100, 1, "q", vp8(true, 160));
    advanceTo(3_000);
    int reference = Ntp.compact(rtcp.references.getLast());
    assertThat(media.rttNs(nowNs)).as("nothing is measured yet").isEqualTo(-1);
    byte[] bytes = new byte[100];
    RtcpWriter writer = new RtcpWriter();
    writer.reset(bytes, 0, bytes.length);
    int held = Ntp.compact(Ntp.fromUnixNs(nowNs)) - reference - Ntp.spanFromNs(tookMs * MS);
    writer.delaySinceReference(100, 1, reference, held);
    RtcpReader reader = new RtcpReader();
    assertThat(reader.wrap(bytes, 0, writer.length())).isTrue();
    media.onRtcp(reader, nowNs);
    if (measuredMs < 0) {
      assertThat(media.rttNs(nowNs)).as("longer than any path").isEqualTo(-1);
    } else {
      assertThat(media.rttNs(nowNs)).isBetween((measuredMs - 1) * MS, (measuredMs + 1) * MS);
    }
    assertThat(media.rttNs(nowNs + RoundTrip.FRESH_NS + 1)).as("forgotten").isEqualTo(-1);
  }

  @AfterEach
  void everyPacketAndTimerIsGivenBack() {
    media.close();
    assertThat(pool.inUse()).isZero();
    assertThat(timers.armed()).isZero();
  }

  private record Sent(int ssrc, int payloadType, int sequence, String mid, String rid, String repairedRid) {}

  private static byte[] vp8(boolean keyframe, int width) {
    return keyframe
      ? new byte[] {0x10, 0x50, 0, 0, (byte) 0x9D, 0x01, 0x2A, (byte) width, (byte) (width >> 8), (byte) 90, 0}
      : new byte[] {0x10, 0x51, 0, 0, 1, 2, 3};
  }

  private void send(Sent sent, int transportSequence, byte[] payload) {
    Packet packet = pool.take();
    RtpHeaderWriter writer = new RtpHeaderWriter();
    writer.begin(packet.bytes(), 0, true, sent.payloadType(), sent.sequence(), sent.sequence() * 3_000, sent.ssrc());
    text(writer, 1, sent.mid());
    text(writer, 2, sent.rid());
    text(writer, 3, sent.repairedRid());
    if (transportSequence >= 0) {
      writer.extension(4, transportSequence, 2);
    }
    int header = writer.end();
    System.arraycopy(payload, 0, packet.bytes(), header, payload.length);
    packet.length(header + payload.length);
    media.onRtp(packet, nowNs);
    if (media.hasPending()) {
      media.flush(nowNs);
    }
  }

  private static void text(RtpHeaderWriter writer, int id, String text) {
    if (!NONE.equals(text)) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      writer.extension(id, bytes, 0, bytes.length);
    }
  }

  private void video(int ssrc, int sequence, String rid, byte[] payload) {
    send(new Sent(ssrc, VIDEO_PT, sequence, "0", rid, NONE), -1, payload);
  }

  private void advanceTo(long ms) {
    while (nowNs < ms * MS) {
      nowNs += MS;
      timers.advance(nowNs);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,    96,  0, q, -, cam/0, mid and rid",
    "1,    96,  0, f, -, cam/2, mid and rid",
    "1,    96,  -, h, -, cam/1, rid alone",
    "1,    96,  0, -, -, '',    mid alone is not enough with several layers",
    "1,    96,  0, x, -, '',    a rid nobody announced",
    "1,    96,  9, q, -, '',    a mid nobody announced",
    "1,    111, 0, q, -, '',    a payload type of another section",
    "5000, 111, -, -, -, mic/0, announced ssrc",
    "1,    111, 1, -, -, mic/0, mid alone",
    "1,    102, -, -, -, ff/0,  payload type alone",
    "1,    111, -, -, -, '',    payload type alone does not take over an announced ssrc",
    "1,    120, -, -, -, '',    nothing to tell it by",
  })
  void tellsStreamsApart(int ssrc, int payloadType, String mid, String rid, String repairedRid, String stream, String why) {
    send(new Sent(ssrc, payloadType, 7, mid, rid, repairedRid), -1, vp8(true, 160));
    if (stream.isEmpty()) {
      assertThat(forwarded).as(why).isEmpty();
      assertThat(drops.of(DropReason.UNKNOWN_STREAM)).as(why).isEqualTo(1);
    } else {
      assertThat(forwarded).as(why).containsExactly(stream + "/7/11");
      assertThat(events).contains("first " + stream.substring(0, stream.indexOf('/')));
      send(new Sent(ssrc, payloadType, 8, NONE, NONE, NONE), -1, vp8(false, 0));
      assertThat(forwarded).as("the ssrc is known now").hasSize(2);
    }
  }

  @Test
  void aDependencyDescriptorTellsTheLayers() {
    media.publish(new PublicationSpec(new PublicationId("av1"), "u_av1", "4",
      new CodecParameters(Codec.AV1, 45, CodecParameters.NO_RTX, "", true, true, false),
      new ExtensionIds(Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, 12)), List.of(new StreamSource("", 8_000, -1))), 5, 0);
    DependencyStructure structure = Structures.l2t1Key();
    describedFrame(structure, 61, 1);
    describedFrame(structure, 62, 2);
    describedFrame(structure, 60, 3);
    assertThat(layers).containsExactly("key S0 ffff 2", "S1 fff0 0", "S0 000f 0");
  }

  private void describedFrame(DependencyStructure structure, int templateId, int sequence) {
    DependencyDescriptor descriptor = new DependencyDescriptor();
    descriptor.startOfFrame = true;
    descriptor.structureAttached = sequence == 1;
    descriptor.templateId = templateId;
    descriptor.frameNumber = sequence;
    byte[] element = new byte[100];
    int length = new DependencyWriter().write(descriptor, structure, element, 0, element.length);
    Packet packet = pool.take();
    RtpHeaderWriter writer = new RtpHeaderWriter();
    writer.beginTwoByte(packet.bytes(), 0, true, 45, sequence, sequence * 3_000, 8_000);
    writer.extension(12, element, 0, length);
    int header = writer.end();
    packet.bytes()[header] = 0x10;
    packet.bytes()[header + 1] = 0x30;
    packet.length(header + 2);
    media.onRtp(packet, nowNs);
    media.flush(nowNs);
  }

  @Test
  void redundantAudioIsTakenAndItsPrimaryBlockFound() {
    media.publish(new PublicationSpec(new PublicationId("red"), "u_red", "3",
      new CodecParameters(Codec.OPUS, 112, CodecParameters.NO_RTX, "", false, false, false, 63), ExtensionIds.NONE,
      List.of(new StreamSource("", 7_000, -1))), 4, 0);
    send(new Sent(7_000, 63, 1, NONE, NONE, NONE), -1, new byte[] {(byte) 0xF0, 15, 0, 2, 112, 1, 1, 9, 9, 9});
    send(new Sent(7_000, 112, 2, NONE, NONE, NONE), -1, new byte[] {9, 9, 9});
    send(new Sent(7_000, 63, 3, NONE, NONE, NONE), -1, new byte[] {(byte) 0xF0, 15, 0, 7, 112, 1, 1});
    assertThat(forwarded).containsExactly("red/0/1/10", "red/0/2/3", "red/0/3/0");
    assertThat(primaryOffsets).containsExactly(7, 0, 0);
    assertThat(drops.of(DropReason.PAYLOAD_MALFORMED)).isEqualTo(1);
  }

  @Test
  void retransmissionTakesTheLostPacketsPlace() {
    video(10, 1, "q", vp8(true, 160));
    video(10, 3, "q", vp8(false, 0));
    advanceTo(30);
    assertThat(rtcp.nacked).containsExactly(2);
    byte[] original = vp8(false, 0);
    byte[] wrapped = new byte[original.length + 2];
    wrapped[1] = 2;
    System.arraycopy(original, 0, wrapped, 2, original.length);
    send(new Sent(20, RTX_PT, 900, "0", NONE, "q"), -1, wrapped);
    assertThat(forwarded).containsExactly("cam/0/1/11", "cam/0/3/7", "cam/0/2/7");
    assertThat(extended.get(2)).isEqualTo(extended.get(0) + 1);
    send(new Sent(20, RTX_PT, 901, NONE, NONE, NONE), -1, wrapped);
    send(new Sent(20, RTX_PT, 902, NONE, NONE, NONE), -1, new byte[0]);
    assertThat(drops.of(DropReason.DUPLICATE)).isEqualTo(1);
    assertThat(drops.of(DropReason.RTX_EMPTY)).isEqualTo(1);
    send(new Sent(21, RTX_PT, 1, "0", NONE, "f"), -1, wrapped);
    assertThat(drops.of(DropReason.RTX_UNKNOWN)).isEqualTo(1);
    rtcp.nacked.clear();
    advanceTo(500);
    assertThat(rtcp.nacked).isEmpty();
  }

  @Test
  void replacedSsrcIsFollowedFromItsKeyframeOn() {
    video(10, 100, "q", vp8(true, 160));
    video(11, 5_000, "q", vp8(false, 0));
    video(11, 5_001, "q", vp8(true, 160));
    video(10, 101, "q", vp8(false, 0));
    assertThat(forwarded).containsExactly("cam/0/100/11", "cam/0/5000/7h", "cam/0/5001/11");
    assertThat(extended).isSorted();
    assertThat(drops.of(DropReason.UNKNOWN_STREAM)).as("the old ssrc does not take it back").isEqualTo(1);
    assertThat(drops.of(DropReason.STREAM_LIMIT)).isZero();
  }

  @Test
  void retransmissionsOfAReplacedSsrcAreNotTakenForTheNewOnes() {
    video(10, 100, "q", vp8(true, 160));
    send(new Sent(20, RTX_PT, 1, "0", NONE, "q"), -1, new byte[] {0, 99, 0x10, 0x51, 0, 0});
    video(11, 5_000, "q", vp8(true, 160));
    send(new Sent(20, RTX_PT, 2, "0", NONE, "q"), -1, new byte[] {50, 0, 0x10, 0x51, 0, 0});
    video(11, 5_001, "q", vp8(false, 0));
    assertThat(forwarded).containsExactly("cam/0/100/11", "cam/0/99/4", "cam/0/5000/11", "cam/0/5001/7");
    assertThat(drops.of(DropReason.UNKNOWN_STREAM)).isEqualTo(1);
  }

  @Test
  void aKeyframeThatBeganWhileMutedIsNotShown() {
    video(10, 1, "q", vp8(true, 160));
    media.mute(new PublicationId("cam"), true, nowNs);
    video(10, 3, "q", vp8(false, 0));
    media.mute(new PublicationId("cam"), false, nowNs);
    video(10, 2, "q", vp8(true, 160));
    video(10, 4, "q", vp8(true, 160));
    assertThat(forwarded).containsExactly("cam/0/1/11", "cam/0/3/0h", "cam/0/2/11h", "cam/0/4/11");
  }

  @Test
  void aLayerThatRestedWhileItWasUnmutedIsAskedWhenItReturns() {
    video(10, 1, "q", vp8(true, 160));
    media.mute(new PublicationId("cam"), true, nowNs);
    for (int second = 1; second <= 3; second++) {
      advanceTo(second * 1_000L);
      video(11, second, "h", vp8(false, 0));
    }
    advanceTo(3_500);
    assertThat(camera.layers().layer(0).active()).as("its sibling went on without it").isFalse();
    rtcp.pictureLossSsrcs.clear();
    media.mute(new PublicationId("cam"), false, nowNs);
    assertThat(rtcp.pictureLossSsrcs).containsExactly(11);
    video(10, 2, "q", vp8(false, 0));
    assertThat(rtcp.pictureLossSsrcs).containsExactly(11, 10);
  }

  @Test
  void mutedPacketsKeepTheirNumbersAndVideoReturnsWithAKeyframe() {
    video(10, 1, "q", vp8(true, 160));
    media.mute(new PublicationId("cam"), true, nowNs);
    video(10, 2, "q", vp8(false, 0));
    advanceTo(1_000);
    media.mute(new PublicationId("cam"), false, nowNs);
    assertThat(rtcp.pictureLossSsrcs).containsExactly(10);
    video(10, 3, "q", vp8(false, 0));
    video(10, 4, "q", vp8(true, 160));
    video(10, 5, "q", vp8(false, 0));
    assertThat(forwarded).containsExactly("cam/0/1/11", "cam/0/2/0h", "cam/0/3/7h", "cam/0/4/11", "cam/0/5/7");
    assertThat(drops.of(DropReason.MUTED)).isEqualTo(2);
  }

  @Test
  void whatCannotBeForwardedKeepsItsNumber() {
    video(10, 1, "q", vp8(true, 160));
    video(10, 2, "q", new byte[0]);
    video(10, 3, "q", new byte[] {(byte) 0x90});
    send(new Sent(10, 120, 4, NONE, NONE, NONE), -1, vp8(false, 0));
    assertThat(forwarded).containsExactly("cam/0/1/11", "cam/0/2/0", "cam/0/3/0", "cam/0/4/0");
    assertThat(drops.snapshot()).containsOnlyKeys(DropReason.PAYLOAD_MALFORMED, DropReason.UNKNOWN_PAYLOAD_TYPE);
  }

  @Test
  void layersAreRankedBySizeOnce() {
    video(10, 1, "q", vp8(true, 640));
    video(11, 1, "h", vp8(true, 320));
    final long floor = extended.stream().mapToLong(Long::longValue).max().orElseThrow();
    forwarded.clear();
    extended.clear();
    video(12, 1, "f", vp8(true, 160));
    assertThat(forwarded).containsExactly("cam/0/1/11");
    video(11, 2, "h", vp8(true, 320));
    video(10, 2, "q", vp8(false, 0));
    video(10, 3, "q", vp8(true, 640));
    assertThat(forwarded).containsExactly("cam/0/1/11", "cam/1/2/11", "cam/2/2/7h", "cam/2/3/11");
    assertThat(extended).allMatch(sequence -> sequence > floor);
    assertThat(IntStream.range(0, 3).map(i -> camera.layers().layer(i).width())).containsExactly(160, 320, 640);
  }

  @Test
  void reportsAnswerSenderReportsAndByeEndsALayer() {
    video(10, 1, "q", vp8(true, 160));
    long ntp = Ntp.fromUnixNs(1_700_000_000_000_000_000L);
    byte[] bytes = new byte[100];
    RtcpWriter writer = new RtcpWriter();
    writer.reset(bytes, 0, bytes.length);
    writer.senderReport(10, ntp, 3_000, 1, 1);
    receive(bytes, writer.length());
    assertThat(camera.layers().layer(0).clockKnown()).isTrue();
    assertThat(camera.layers().layer(0).clockRtp()).isEqualTo(3_000);
    advanceTo(1_600);
    assertThat(rtcp.reportedSsrcs).contains(10).doesNotContain(5_000);
    assertThat(rtcp.lastReports).contains(Ntp.compact(ntp));
    writer.reset(bytes, 0, bytes.length);
    writer.bye(10);
    receive(bytes, writer.length());
    assertThat(camera.layers().layer(0).active()).isFalse();
  }

  private void receive(byte[] bytes, int length) {
    RtcpReader reader = new RtcpReader();
    assertThat(reader.wrap(bytes, 0, length)).isTrue();
    media.onRtcp(reader, nowNs);
  }

  @Test
  void transportWideFeedbackCoversEvenWhatIsDropped() {
    send(new Sent(10, VIDEO_PT, 1, "0", "q", NONE), 500, vp8(true, 160));
    send(new Sent(99, 120, 1, "9", NONE, NONE), 501, vp8(true, 160));
    send(new Sent(20, RTX_PT, 1, "0", NONE, "q"), 503, new byte[0]);
    advanceTo(150);
    assertThat(rtcp.fedBack).containsOnlyKeys(500, 501, 502, 503).containsEntry(502, -1L);
  }

  @Test
  void keyframesOfAPublisherWithoutPliAreCountedAndNotAskedFor() {
    send(new Sent(6_000, SINGLE_PT, 1, NONE, NONE, NONE), -1, vp8(true, 160));
    Publication publication = media.publication(new PublicationId("ff"));
    assertThat(publication).isNotNull();
    publication.requestKeyframe(0, nowNs);
    assertThat(rtcp.pictureLossSsrcs).isEmpty();
    assertThat(publication.report(nowNs).layers().getFirst().keyframesRequested()).isEqualTo(1);
    assertThat(publication.report(nowNs).layers().getFirst().keyframes()).isEqualTo(1);
  }

  @Test
  void unpublishedStreamsAreUnknownAndPendingPacketsComeBack() {
    Packet packet = pool.take();
    packet.length(new byte[12].length);
    media.onRtp(packet, nowNs);
    assertThat(drops.of(DropReason.RTP_MALFORMED)).isEqualTo(1);
    video(10, 1, "q", vp8(true, 160));
    media.unpublish(new PublicationId("cam"));
    send(new Sent(10, VIDEO_PT, 2, "0", "q", NONE), -1, vp8(false, 0));
    assertThat(drops.of(DropReason.UNKNOWN_STREAM)).isEqualTo(1);
  }
}
