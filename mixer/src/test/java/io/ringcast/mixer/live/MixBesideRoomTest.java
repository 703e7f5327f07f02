package io.ringcast.mixer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.stage.Clip;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.job.MixCount;
import io.ringcast.mixer.job.MixCounters;
import io.ringcast.mixer.job.MixEar;
import io.ringcast.mixer.job.MixJob;
import io.ringcast.mixer.job.MixSurroundings;
import io.ringcast.mixer.job.MixedStream;
import io.ringcast.mixer.output.RtpOut;
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
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.api.TapHandle;
import io.ringcast.sfu.wire.RtpView;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A voice in another room beside a mix of sixteen pictures and thirty-two sounds: nothing of it is lost, however late the mix is. */
@Timeout(120)
class MixBesideRoomTest {
  private static final int VIDEOS = 16;
  private static final int SOUNDS = 32;
  private static final int PACKETS_PER_SECOND = 200;

  private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService talking = Executors.newSingleThreadScheduledExecutor();
  private final List<Future<?>> running = new ArrayList<>();
  private final MixCounters counters = new MixCounters();
  private SfuServer sfu;
  private MediaRoom mixed;
  private MediaRoom plain;

  @BeforeEach
  void start() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    sfu = SfuServer.start(new SfuSettings(2, loopback, 0, SfuSettings.NO_TCP, List.of(loopback)), new SecureRandom());
    mixed = sfu.openRoom(new RoomKey("app", "mixed"), event -> {});
    plain = sfu.openRoom(new RoomKey("app", "plain"), event -> {});
  }

  @AfterEach
  void stop() throws InterruptedException {
    running.forEach(task -> assertThat(task.isDone()).as("it failed").isFalse());
    publishing.shutdownNow();
    talking.shutdownNow();
    assertThat(publishing.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(talking.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    sfu.close();
  }

  @Test
  void aVoiceLosesNothingWhileSixteenPicturesAreMixed() throws Exception {
    beside(640, 360, 320, 180, 2);
  }

  @Test
  @Tag("long")
  void aVoiceLosesNothingWhileSixteenLargePicturesAreMixed() throws Exception {
    beside(1280, 720, 1280, 720, 10);
  }

  private void beside(int canvasWidth, int canvasHeight, int width, int height, int seconds)
      throws CodecException, MixConfigException, InterruptedException {
    String document = """
        {"mode": 3, "output": {"video": {"normal": {"width": %d, "height": %d, "fps": 30, "bitrate": 2000}}}}"""
      .formatted(canvasWidth, canvasHeight);
    try (MixJob job = MixJob.start(mixed, MixConfigReader.read(document), Codec.H264,
        MixSurroundings.of(System::nanoTime, counters), MixEar.DEAF)) {
      publish(job, width, height);
      Voice voice = new Voice();
      Heard alone = voice.heard(seconds);
      TapHandle eyes = mixed.tap(new PublicationId("mix_main_1"), new Deaf());
      TapHandle ears = mixed.tap(new PublicationId("mix_main_0"), new Deaf());
      while (counters.of(MixCount.FRAME_MADE) == 0) {
        // However long: a niced thread waits for whatever else the machine does.
        voice.heard(1);
      }
      long before = counters.of(MixCount.FRAME_MADE);
      Heard beside = voice.heard(seconds);
      long pictures = counters.of(MixCount.FRAME_MADE) - before;
      System.out.printf("alone: %s%nbeside a mix of %d pictures of %dx%d and %d sounds, which made %.1f pictures a second: %s%n", alone,
        VIDEOS, width, height, SOUNDS, (double) pictures / seconds, beside);
      assertThat(alone.lost()).isZero();
      assertThat(beside.lost()).isZero();
      eyes.close();
      ears.close();
    }
  }

  private void publish(MixJob job, int width, int height) throws CodecException {
    Clip picture = HostClips.flash(Codec.H264, width, height);
    Clip sound = HostClips.tone(500, 0.02);
    List<Player> players = new ArrayList<>();
    for (int i = 0; i < SOUNDS; i++) {
      PublicationSpec audio = spec("host" + i, 0, Codec.OPUS);
      PublicationSpec video = i < VIDEOS ? spec("host" + i, 1, Codec.H264) : null;
      players.add(new Player(mixed.feed(audio, new Indifferent()), sound));
      if (video != null) {
        players.add(new Player(mixed.feed(video, new Indifferent()), picture));
      }
      assertThat(job.add(new MixedStream("host" + i, "host" + i + "_main", audio, video))).isTrue();
    }
    long startNs = System.nanoTime();
    running.add(publishing.scheduleAtFixedRate(
      () -> players.forEach(player -> player.play(System.nanoTime() - startNs)), 0, 5, TimeUnit.MILLISECONDS));
  }

  private static PublicationSpec spec(String userId, int track, Codec codec) {
    CodecParameters parameters = new CodecParameters(codec, 96 + track, CodecParameters.NO_RTX, "", true, true, false);
    return new PublicationSpec(new PublicationId(userId + "_main_" + track), userId + "_main", String.valueOf(track), parameters,
      ExtensionIds.NONE, List.of(new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN)));
  }

  /** Plays a clip again and again. */
  private static final class Player {
    private final FeedHandle feed;
    private final Clip clip;
    private final RtpOut out = new RtpOut();
    private long number;

    Player(FeedHandle feed, Clip clip) {
      this.feed = feed;
      this.clip = clip;
    }

    void play(long untilNs) {
      while (number * clip.ticks() * 1_000_000_000L / clip.clockRate() <= untilNs) {
        List<byte[]> payloads = clip.frames().get((int) (number % clip.frames().size()));
        out.send(payloads, (int) (number * clip.ticks()), true, (bytes, offset, length) -> feed.offer(Layer.BIG, bytes, offset, length));
        number++;
      }
    }
  }

  /** How late packets were between a feed and a tap, and how many never came. */
  private record Heard(long lost, double middleMs, double worstOfHundredMs, double worstMs) {}

  /** A stream of small packets, each with the time at which it left. */
  private final class Voice implements Tap {
    private final Queue<Long> latenessNs = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    /** Numbers that were passed over: one ring keeps their order. */
    private final AtomicLong gaps = new AtomicLong();
    private volatile int last = -1;
    private final RtpView view = new RtpView();

    Voice() throws InterruptedException {
      PublicationSpec spec = spec("eve", 0, Codec.OPUS);
      FeedHandle feed = plain.feed(spec, new Indifferent());
      plain.tap(spec.id(), this);
      RtpOut out = new RtpOut();
      running.add(talking.scheduleAtFixedRate(() -> {
        byte[] stamped = ByteBuffer.allocate(160).putLong(System.nanoTime()).array();
        out.send(List.of(stamped), (int) sent.get() * 240, false, (bytes, offset, length) -> feed.offer(Layer.BIG, bytes, offset, length));
        sent.incrementAndGet();
      }, 0, 1_000_000 / PACKETS_PER_SECOND, TimeUnit.MICROSECONDS));
      while (last < 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }

    @Override
    public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {
      view.wrap(bytes, offset, length);
      latenessNs.add(System.nanoTime() - ByteBuffer.wrap(bytes).getLong(view.payloadOffset()));
      gaps.addAndGet(last < 0 ? 0 : view.sequence() - last - 1);
      last = view.sequence();
    }

    @Override
    public void onEnd() {}

    /** Listens so long. */
    Heard heard(int seconds) throws InterruptedException {
      latenessNs.clear();
      TimeUnit.SECONDS.sleep(seconds);
      long[] sorted = latenessNs.stream().mapToLong(Long::longValue).sorted().toArray();
      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      long expected = sent.get() - 1;
      while (last < expected && System.nanoTime() < deadlineNs) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      return new Heard(gaps.get() + Math.max(0, expected - last), ms(sorted[sorted.length / 2]), ms(sorted[sorted.length * 99 / 100]),
        ms(sorted[sorted.length - 1]));
    }

    private static double ms(long ns) {
      return Math.round(ns / 1e4) / 100.0;
    }
  }

  private static final class Indifferent implements Feed {
    @Override
    public void onKeyframeRequested(Layer layer) {}

    @Override
    public void onDemand(Layer layer, boolean wanted) {}
  }

  private static final class Deaf implements Tap {
    @Override
    public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {}

    @Override
    public void onEnd() {}
  }
}
