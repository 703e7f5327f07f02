package io.ringcast.sfu.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.sfu.SfuServer;
import io.ringcast.sfu.SfuSettings;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.FeedHandle;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.SfuReport;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.api.TapHandle;
import io.ringcast.sfu.api.UnknownPublicationException;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A feed publishes into a real media plane and taps receive, through the same rooms as any peer's packets. */
@Timeout(60)
class FeedAndTapTest {
  private static final int VP8_PT = 96;
  private static final byte[] KEYFRAME = {0x10, 0x00, 0x00, 0x00, (byte) 0x9D, 0x01, 0x2A, 0x40, 0x01, (byte) 0xB4, 0x00, 7, 7, 7};
  private static final byte[] DELTA = {0x10, 0x01, 0x00, 0x00, 5, 5, 5};

  private SfuServer sfu;
  private MediaRoom room;
  private final Demands demands = new Demands();

  @BeforeEach
  void start() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    sfu = SfuServer.start(new SfuSettings(2, loopback, 0, SfuSettings.NO_TCP, List.of(loopback)), new SecureRandom());
    room = sfu.openRoom(new RoomKey("app", "room"), event -> {});
  }

  @AfterEach
  void stop() {
    sfu.close();
  }

  private static PublicationSpec video(int layers) {
    CodecParameters vp8 = new CodecParameters(Codec.VP8, VP8_PT, CodecParameters.NO_RTX, "", true, true, false);
    StreamSource source = new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN);
    List<StreamSource> sources = List.of(source, source, source).subList(0, layers);
    return new PublicationSpec(new PublicationId("mix_main_1"), "mix_main", "0", vp8, ExtensionIds.NONE, sources);
  }

  private static byte[] rtp(int sequence, byte[] payload) {
    byte[] packet = new byte[12 + payload.length];
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(packet, 0, true, 0, sequence, sequence * 3_000, 0);
    System.arraycopy(payload, 0, packet, header.end(), payload.length);
    return packet;
  }

  private static void offer(FeedHandle feed, Layer layer, byte[] packet) {
    assertThat(feed.offer(layer, packet, 0, packet.length)).isTrue();
  }

  @Test
  void aTapGetsWhatAFeedPublishesFromAKeyframeOn() throws InterruptedException {
    FeedHandle feed = room.feed(video(1), demands);
    Heard tap = new Heard();
    room.tap(new PublicationId("mix_main_1"), tap);
    assertThat(demands.wanted.poll(10, TimeUnit.SECONDS)).isEqualTo("BIG true");
    assertThat(demands.keyframes.poll(10, TimeUnit.SECONDS)).isEqualTo(Layer.BIG);
    offer(feed, Layer.BIG, rtp(1, DELTA));
    offer(feed, Layer.BIG, rtp(2, KEYFRAME));
    offer(feed, Layer.BIG, rtp(3, DELTA));
    assertThat(tap.next()).isEqualTo(new Packet(Layer.BIG, 2, Arrays.toString(KEYFRAME)));
    assertThat(tap.next()).isEqualTo(new Packet(Layer.BIG, 3, Arrays.toString(DELTA)));
    feed.close();
    assertThat(tap.ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aTapHearsWhatAFeedSaysOfItsClock() throws InterruptedException {
    FeedHandle feed = room.feed(video(1), demands);
    Heard tap = new Heard();
    room.tap(new PublicationId("mix_main_1"), tap);
    offer(feed, Layer.BIG, rtp(2, KEYFRAME));
    assertThat(tap.next().sequence()).isEqualTo(2);
    feed.report(Layer.BIG, 0xE000_0000_8000_0000L, 6_000);
    assertThat(tap.reports.poll(10, TimeUnit.SECONDS)).isEqualTo(new Report(Layer.BIG, 0xE000_0000_8000_0000L, 6_000));
  }

  @Test
  void aTapChangesLayerAtAKeyframe() throws InterruptedException {
    FeedHandle feed = room.feed(video(3), demands);
    Heard tap = new Heard();
    TapHandle handle = room.tap(new PublicationId("mix_main_1"), tap);
    offer(feed, Layer.BIG, rtp(1, KEYFRAME));
    assertThat(tap.next().layer()).isEqualTo(Layer.BIG);
    handle.want(Layer.SMALL);
    awaitKeyframeRequest(Layer.SMALL);
    offer(feed, Layer.BIG, rtp(2, DELTA));
    assertThat(tap.next()).isEqualTo(new Packet(Layer.BIG, 2, Arrays.toString(DELTA)));
    offer(feed, Layer.SMALL, rtp(50, KEYFRAME));
    offer(feed, Layer.BIG, rtp(3, DELTA));
    offer(feed, Layer.SMALL, rtp(51, DELTA));
    assertThat(tap.next()).isEqualTo(new Packet(Layer.SMALL, 50, Arrays.toString(KEYFRAME)));
    assertThat(tap.next()).isEqualTo(new Packet(Layer.SMALL, 51, Arrays.toString(DELTA)));
  }

  /** The first packet of a layer makes it active; asked for before, it is asked for again then. */
  private void awaitKeyframeRequest(Layer layer) throws InterruptedException {
    Layer asked = demands.keyframes.poll(10, TimeUnit.SECONDS);
    while (asked != null && asked != layer) {
      asked = demands.keyframes.poll(10, TimeUnit.SECONDS);
    }
    assertThat(asked).isEqualTo(layer);
  }

  @Test
  void namesAreTakenOnceAndFreedAgain() {
    FeedHandle feed = room.feed(video(1), demands);
    assertThatThrownBy(() -> room.feed(video(1), demands)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("mix_main_1");
    feed.close();
    assertThatThrownBy(() -> room.tap(new PublicationId("mix_main_1"), new Heard())).isInstanceOf(UnknownPublicationException.class);
    room.feed(video(1), demands).close();
  }

  @Test
  void closingTheRoomEndsItsTaps() throws InterruptedException {
    room.feed(video(1), demands);
    Heard tap = new Heard();
    room.tap(new PublicationId("mix_main_1"), tap);
    room.close();
    assertThat(tap.ended.await(10, TimeUnit.SECONDS)).isTrue();
    SfuReport report = sfu.report().join();
    assertThat(report.loops()).isEqualTo(2);
    assertThat(report.publications()).isZero();
  }

  private record Packet(Layer layer, int sequence, String payload) {}

  private record Report(Layer layer, long ntp, int rtpTimestamp) {}

  private static final class Heard implements Tap {
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private final BlockingQueue<Packet> packets = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final RtpView view = new RtpView();

    @Override
    public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {
      view.wrap(bytes, offset, length);
      byte[] payload = Arrays.copyOfRange(bytes, view.payloadOffset(), view.payloadOffset() + view.payloadLength());
      packets.add(new Packet(layer, view.sequence(), Arrays.toString(payload)));
    }

    @Override
    public void onSenderReport(Layer layer, long ntp, int rtpTimestamp) {
      reports.add(new Report(layer, ntp, rtpTimestamp));
    }

    @Override
    public void onEnd() {
      ended.countDown();
    }

    Packet next() throws InterruptedException {
      Packet packet = packets.poll(10, TimeUnit.SECONDS);
      assertThat(packet).as("the next packet").isNotNull();
      return packet;
    }
  }

  private static final class Demands implements Feed {
    private final BlockingQueue<Layer> keyframes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> wanted = new LinkedBlockingQueue<>();

    @Override
    public void onKeyframeRequested(Layer layer) {
      keyframes.add(layer);
    }

    @Override
    public void onDemand(Layer layer, boolean isWanted) {
      wanted.add(layer + " " + isWanted);
    }
  }
}
