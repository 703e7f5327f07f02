package io.ringcast.mixer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.VideoDecoder;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.mixer.job.MixCount;
import io.ringcast.mixer.job.MixCounters;
import io.ringcast.mixer.job.MixEar;
import io.ringcast.mixer.job.MixFault;
import io.ringcast.mixer.job.MixJob;
import io.ringcast.mixer.job.MixSurroundings;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.mixer.picture.Pixels;
import io.ringcast.mixer.picture.Scaler;
import io.ringcast.sfu.SfuServer;
import io.ringcast.sfu.SfuSettings;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.api.TapHandle;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtpView;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a mix lives through, and what it does when nobody looks. */
@Timeout(60)
class MixLifeTest {
  private static final int RED = 0xC83232;
  private static final PublicationId VIDEO = new PublicationId("mix_main_1");
  private static final PublicationId AUDIO = new PublicationId("mix_main_0");

  private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
  private final MixCounters counters = new MixCounters();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final MixEar ear = new MixEar() {
    @Override
    public void onLayer(String streamId, Layer layer) {
      heard.add(streamId + " " + layer);
    }

    @Override
    public void onLeftOut(String streamId) {
      heard.add(streamId + " left out");
    }

    @Override
    public void onRestarted(MixFault fault) {
      heard.add("restarted " + fault);
    }

    @Override
    public void onFailed(MixFault fault) {
      heard.add("failed " + fault);
    }
  };
  private SfuServer sfu;
  private MediaRoom plane;
  private FrailRoom room;
  private FakeHost ann;
  private final List<FakeHost> others = new ArrayList<>();

  @BeforeEach
  void start() throws IOException, CodecException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    sfu = SfuServer.start(new SfuSettings(2, loopback, 0, SfuSettings.NO_TCP, List.of(loopback)), new SecureRandom());
    plane = sfu.openRoom(new RoomKey("app", "room"), event -> {});
    room = new FrailRoom(plane);
    ann = new FakeHost(room, "ann", Codec.VP8, RED, 500);
    ann.start(publishing);
  }

  @AfterEach
  void stop() throws InterruptedException {
    publishing.shutdownNow();
    assertThat(publishing.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    ann.close();
    others.forEach(FakeHost::close);
    sfu.close();
  }

  private MixJob mix() throws CodecException {
    MixJob job = MixJob.start(room, MixConfig.standard(), Codec.VP8, MixSurroundings.of(System::nanoTime, counters), ear);
    assertThat(job.add(ann.stream())).isTrue();
    return job;
  }

  private String next() throws InterruptedException {
    return heard.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void oneThatFailsGoesOnAndItsNumbersAndTimesToo() throws CodecException, InterruptedException {
    room.failures.set(2);
    try (MixJob job = mix()) {
      assertThat(job.publications()).hasSize(2);
      Viewer viewer = new Viewer();
      TapHandle tap = plane.tap(VIDEO, viewer);
      assertThat(List.of(next(), next(), next(), next(), next()))
        .containsExactly("ann_main BIG", "restarted INTERNAL", "ann_main BIG", "restarted INTERNAL", "ann_main BIG");
      for (int i = 0; i < 30; i++) {
        viewer.next();
      }
      room.failures.set(1);
      tap.close();
      assertThat(next()).isEqualTo("ann_main null");
      Viewer again = new Viewer();
      TapHandle second = plane.tap(VIDEO, again);
      assertThat(List.of(next(), next(), next())).containsExactly("ann_main BIG", "restarted INTERNAL", "ann_main BIG");
      again.next();
      assertThat(again.first - viewer.first).as("90 kHz of one time line").isPositive();
      second.close();
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void oneThatAlwaysFailsEndsAndSaysWhy() throws CodecException, InterruptedException {
    room.failures.set(1_000);
    MixJob job = mix();
    TapHandle tap = plane.tap(VIDEO, new Viewer());
    for (int i = 0; i < 6; i++) {
      assertThat(List.of(next(), next())).containsExactly("ann_main BIG", "restarted INTERNAL");
    }
    assertThat(List.of(next(), next())).containsExactly("ann_main BIG", "failed INTERNAL");
    job.close();
    tap.close();
  }

  @Test
  void aStreamThatMakesItFailIsLeftOutAndTheMixGoesOn() throws CodecException, InterruptedException {
    FakeHost bob = new FakeHost(plane, "bob", Codec.VP8, 0x3264C8, 700);
    others.add(bob);
    bob.start(publishing);
    try (MixJob job = mix()) {
      room.untappable = "bob_main_1";
      assertThat(job.add(bob.stream())).isTrue();
      Viewer viewer = new Viewer();
      TapHandle tap = plane.tap(VIDEO, viewer);
      assertThat(List.of(next(), next())).containsExactly("ann_main BIG", "bob_main left out");
      assertThat(Pixels.distance(viewer.firstColor(), RED)).as("ann is seen").isLessThan(40);
      for (int i = 0; i < 30; i++) {
        viewer.next();
      }
      assertThat(counters.of(MixCount.STREAM_LEFT_OUT)).isOne();
      assertThat(heard).as("nothing was begun again").isEmpty();
      room.untappable = "";
      assertThat(job.remove(bob.stream().streamId())).isTrue();
      assertThat(job.add(bob.stream())).isTrue();
      assertThat(next()).as("published anew it is taken in").isEqualTo("bob_main BIG");
      tap.close();
    }
  }

  @Test
  void nothingIsDecodedOrMadeThatNobodyWants() throws CodecException, InterruptedException {
    try (MixJob job = mix()) {
      assertThat(job.publications()).hasSize(2);
      Viewer listener = new Viewer();
      TapHandle ears = plane.tap(AUDIO, listener);
      for (int i = 0; i < 25; i++) {
        listener.next();
      }
      assertThat(counters.of(MixCount.FRAME_MADE)).isZero();
      assertThat(heard).isEmpty();
      TapHandle eyes = plane.tap(VIDEO, new Viewer());
      assertThat(next()).isEqualTo("ann_main BIG");
      ears.close();
      eyes.close();
      assertThat(next()).isEqualTo("ann_main null");
    }
  }

  @Test
  void whoWatchesFirstSeesWhoIsThereAndNoCard() throws CodecException, InterruptedException {
    try (MixJob job = mix()) {
      assertThat(job.publications()).hasSize(2);
      for (int i = 0; i < 2; i++) {
        Viewer viewer = new Viewer();
        TapHandle eyes = plane.tap(VIDEO, viewer);
        assertThat(next()).isEqualTo("ann_main BIG");
        assertThat(Pixels.distance(viewer.firstColor(), RED)).isLessThan(40);
        eyes.close();
        assertThat(next()).isEqualTo("ann_main null");
      }
    }
  }

  @Test
  void soundAndPictureAreReportedByOneClock() throws CodecException, InterruptedException {
    try (MixJob job = mix()) {
      assertThat(job.publications()).hasSize(2);
      Viewer sound = new Viewer();
      Viewer picture = new Viewer();
      TapHandle ears = plane.tap(AUDIO, sound);
      TapHandle eyes = plane.tap(VIDEO, picture);
      Report heardAt = sound.reports.poll(20, TimeUnit.SECONDS);
      Report seenAt = picture.reports.poll(20, TimeUnit.SECONDS);
      assertThat(heardAt).isNotNull();
      assertThat(seenAt).isNotNull();
      double apartS = (Ntp.toUnixNs(seenAt.ntp()) - Ntp.toUnixNs(heardAt.ntp())) / 1e9;
      assertThat(seenAt.timestamp() / 90_000.0 - heardAt.timestamp() / 48_000.0)
        .isCloseTo(apartS, org.assertj.core.data.Offset.offset(0.001));
      ears.close();
      eyes.close();
    }
  }

  private record Report(long ntp, int timestamp) {}

  /** Remembers timestamps, and sees that numbers follow each other. */
  private static final class Viewer implements Tap {
    private final BlockingQueue<Long> timestamps = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> packets = new LinkedBlockingQueue<>();
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private final RtpView view = new RtpView();
    private int sequence = -1;
    private long first = -1;
    private volatile boolean gap;

    @Override
    public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {
      view.wrap(bytes, offset, length);
      gap |= sequence >= 0 && view.sequence() != (sequence + 1 & 0xFFFF);
      sequence = view.sequence();
      timestamps.add(view.timestamp() & 0xFFFF_FFFFL);
      packets.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void onSenderReport(Layer layer, long ntp, int rtpTimestamp) {
      reports.add(new Report(ntp, rtpTimestamp));
    }

    @Override
    public void onEnd() {}

    /** The colour of the first frame. */
    int firstColor() throws CodecException, InterruptedException {
      VideoIntake intake = new VideoIntake(Codec.VP8);
      try (VideoDecoder decoder = new VideoDecoder(Codec.VP8); Scaler scaler = new Scaler(); Picture seen = Picture.of(64, 64)) {
        while (decoder.pictures() == 0) {
          byte[] packet = packets.poll(20, TimeUnit.SECONDS);
          assertThat(packet).as("the mix goes on").isNotNull();
          intake.onPacket(packet, 0, packet.length, 0);
          VideoFrame frame = intake.poll(0);
          if (frame != null) {
            decoder.decode(frame.data(), frame.data().length, frame.timestamp());
          }
        }
        scaler.scale(decoder.frame(), new Rect(0, 0, decoder.frame().width(), decoder.frame().height()), seen);
        return Pixels.rgb(seen, 32, 8);
      }
    }

    void next() throws InterruptedException {
      Long timestamp = timestamps.poll(20, TimeUnit.SECONDS);
      assertThat(timestamp).as("the mix goes on").isNotNull();
      first = first < 0 ? timestamp : first;
      assertThat(gap).isFalse();
    }
  }
}
