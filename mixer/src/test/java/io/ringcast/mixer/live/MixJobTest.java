package io.ringcast.mixer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.OpusDecoder;
import io.ringcast.mixer.codec.VideoDecoder;
import io.ringcast.mixer.codec.VideoEncoder;
import io.ringcast.mixer.codec.VideoFormat;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.mixer.job.MixCount;
import io.ringcast.mixer.job.MixCounters;
import io.ringcast.mixer.job.MixEar;
import io.ringcast.mixer.job.MixJob;
import io.ringcast.mixer.job.MixSurroundings;
import io.ringcast.mixer.job.MixedStream;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.output.Vp8Payloads;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.mixer.picture.Pixels;
import io.ringcast.mixer.picture.Scaler;
import io.ringcast.sfu.SfuServer;
import io.ringcast.sfu.SfuSettings;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.api.TapHandle;
import io.ringcast.sfu.wire.RtpView;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hosts publish into a real media plane, a mix taps them and publishes, a viewer taps the mix: both are seen and heard. */
@Timeout(60)
class MixJobTest {
  private static final int RED = 0xC83232;
  private static final int GREEN = 0x32A050;
  /** The ground of the card of somebody without picture. */
  private static final int CARD = 0x30343C;
  private static final int CLOSE = 40;

  private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
  private SfuServer sfu;
  private MediaRoom room;

  @BeforeEach
  void start() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    sfu = SfuServer.start(new SfuSettings(2, loopback, 0, SfuSettings.NO_TCP, List.of(loopback)), new SecureRandom());
    room = sfu.openRoom(new RoomKey("app", "room"), event -> {});
  }

  @AfterEach
  void stop() {
    publishing.shutdownNow();
    sfu.close();
  }

  @Test
  void everyHostIsSeenWhereItShallBeAndHeard() throws CodecException, MixConfigException, InterruptedException {
    MixConfig config = MixConfigReader.read("""
        {"mode": 3, "output": {"video": {"normal": {"width": 640, "height": 180, "fps": 20, "bitrate": 500}}}}""");
    FakeHost ann = new FakeHost(room, "ann", Codec.VP8, RED, 500);
    FakeHost bob = new FakeHost(room, "bob", Codec.H264, GREEN, 1_200);
    ann.start(publishing);
    bob.start(publishing);
    try (MixJob job = MixJob.start(room, config, Codec.H264, System::nanoTime, MixEar.DEAF)) {
      assertThat(job.add(ann.stream())).isTrue();
      assertThat(job.add(bob.stream())).isTrue();
      awaitColors(Codec.H264, RED, GREEN);
      awaitTones(500, 1_200);
      assertThat(job.remove(ann.streamId)).isTrue();
      awaitColors(Codec.H264, GREEN, GREEN);
    }
    end(ann, bob);
  }

  @Test
  void whatIsAskedChangesWhileItRuns() throws CodecException, MixConfigException, InterruptedException {
    FakeHost ann = new FakeHost(room, "ann", Codec.VP8, RED, 500);
    FakeHost bob = new FakeHost(room, "bob", Codec.VP8, GREEN, 1_200);
    ann.start(publishing);
    bob.start(publishing);
    Map<String, Layer> wanted = new ConcurrentHashMap<>();
    MixEar ear = new MixEar() {
      @Override
      public void onLayer(String streamId, Layer layer) {
        if (layer == null) {
          wanted.remove(streamId);
        } else {
          wanted.put(streamId, layer);
        }
      }
    };
    try (MixJob job = MixJob.start(room, MixConfigReader.read("""
        {"mode": 3, "output": {"video": {"normal": {"width": 640, "height": 180, "fps": 20}}}}"""), Codec.VP8, System::nanoTime, ear)) {
      List<MixedStream.LayerSize> sizes =
        List.of(new MixedStream.LayerSize(Layer.SMALL, 160, 90), new MixedStream.LayerSize(Layer.BIG, 320, 180));
      job.add(ann.stream(sizes));
      job.add(bob.stream(sizes));
      awaitColors(Codec.VP8, RED, GREEN);
      assertThat(wanted).containsOnly(Map.entry("ann_main", Layer.BIG), Map.entry("bob_main", Layer.BIG));

      assertThat(job.configure(MixConfigReader.read("""
          {"mode": 1, "input": {"video": [
            {"user_id": "bob", "stream_id": "bob_main", "x": 0, "y": 0, "width": 160, "height": 90}]},
           "output": {"video": {"normal": {"width": 320, "height": 90, "fps": 10}, "backgroundColor": "0x2828A0"}}}"""))).isTrue();
      awaitColors(Codec.VP8, GREEN, 0x2828A0);
      assertThat(wanted).as("a copy as large as the tile, and nothing of what has none").containsOnly(Map.entry("bob_main", Layer.SMALL));

      job.mute("bob_main", MediaKind.VIDEO, true);
      awaitColors(Codec.VP8, CARD, 0x2828A0);
      assertThat(wanted).isEmpty();
      job.mute("bob_main", MediaKind.VIDEO, false);
      awaitColors(Codec.VP8, GREEN, 0x2828A0);
    }
    end(ann, bob);
  }

  @Test
  void whatIsEncryptedIsACard() throws CodecException, MixConfigException, InterruptedException {
    FakeHost ann = new FakeHost(room, "ann", Codec.VP8, RED, 500);
    ann.start(publishing);
    try (MixJob job = MixJob.start(room, MixConfigReader.read("""
        {"mode": 3, "output": {"video": {"normal": {"width": 640, "height": 180, "fps": 20}}}}"""), Codec.VP8, System::nanoTime,
        MixEar.DEAF)) {
      job.add(new MixedStream("ann", ann.streamId, ann.audio, ann.video, List.of(), false, true));
      awaitColors(Codec.VP8, CARD, CARD);
    }
    end(ann);
  }

  @Test
  void aPictureWhoseSizeChangesEveryFrameIsShown() throws CodecException, MixConfigException, InterruptedException {
    List<byte[]> encoded = new ArrayList<>();
    for (int[] size : new int[][] {{320, 180}, {160, 120}, {64, 36}, {176, 144}}) {
      try (VideoEncoder encoder = new VideoEncoder(new VideoFormat(Codec.VP8, size[0], size[1], 25, 300_000, 0));
          Picture picture = Pixels.plain(size[0], size[1], GREEN)) {
        encoded.add(Objects.requireNonNull(encoder.encode(picture, 0, true)).data());
      }
    }
    Vp8Payloads payloads = new Vp8Payloads();
    OddHost bob = new OddHost(room, "bob", number -> payloads.of(encoded.get((int) (number % encoded.size()))));
    FakeHost ann = new FakeHost(room, "ann", Codec.VP8, RED, 500);
    ann.start(publishing);
    bob.start(publishing);
    try (MixJob job = MixJob.start(room, sideBySide(), Codec.VP8, System::nanoTime, MixEar.DEAF)) {
      job.add(ann.stream());
      job.add(bob.stream());
      awaitColors(Codec.VP8, RED, GREEN);
    }
    bob.close();
    end(ann);
  }

  @Test
  void whatIsNoPictureIsCountedAndTheMixGoesOn() throws CodecException, MixConfigException, InterruptedException {
    Random random = new Random(11);
    OddHost bob = new OddHost(room, "bob", number -> {
      byte[] payload = new byte[200];
      random.nextBytes(payload);
      // A first partition longer than the frame.
      byte[] keyframe = {0x10, (byte) 0xF0, (byte) 0xFF, (byte) 0xFF, (byte) 0x9D, 0x01, 0x2A, 0x40, 0x01, (byte) 0xB4, 0x00};
      System.arraycopy(keyframe, 0, payload, 0, keyframe.length);
      return List.of(payload);
    });
    MixCounters counters = new MixCounters();
    FakeHost ann = new FakeHost(room, "ann", Codec.VP8, RED, 500);
    ann.start(publishing);
    bob.start(publishing);
    try (MixJob job = MixJob.start(room, sideBySide(), Codec.VP8, MixSurroundings.of(System::nanoTime, counters), MixEar.DEAF)) {
      job.add(ann.stream());
      job.add(bob.stream());
      awaitColors(Codec.VP8, RED, CARD);
    }
    assertThat(counters.of(MixCount.PICTURE_CORRUPT) + counters.of(MixCount.FRAME_UNDECODABLE)).isPositive();
    bob.close();
    end(ann);
  }

  @Test
  void whoIsListedAndNotThereIsShownWhenHeComes() throws CodecException, MixConfigException, InterruptedException {
    FakeHost ann = new FakeHost(room, "ann", Codec.VP8, RED, 500);
    FakeHost bob = new FakeHost(room, "bob", Codec.VP8, GREEN, 1_200);
    ann.start(publishing);
    bob.start(publishing);
    try (MixJob job = MixJob.start(room, MixConfigReader.read("""
        {"mode": 1, "input": {"video": [{"user_id": "ann", "x": 0, "y": 0, "width": 320, "height": 180},
          {"user_id": "bob", "x": 320, "y": 0, "width": 320, "height": 180}]},
         "output": {"video": {"normal": {"width": 640, "height": 180, "fps": 20}, "backgroundColor": "0x2828A0"}}}"""),
        Codec.VP8, System::nanoTime, MixEar.DEAF)) {
      job.add(ann.stream());
      awaitColors(Codec.VP8, RED, 0x2828A0);
      job.add(bob.stream());
      awaitColors(Codec.VP8, RED, GREEN);
    }
    end(ann, bob);
  }

  private static MixConfig sideBySide() throws MixConfigException {
    return MixConfigReader.read("""
        {"mode": 3, "output": {"video": {"normal": {"width": 640, "height": 180, "fps": 20}}}}""");
  }

  /** Through the media plane's layers: the small picture begins when somebody wants it though only the large one is sent, and back. */
  @Test
  void whoWantsTheTinyPictureIsGivenItAndTheLargeOneAgain() throws CodecException, MixConfigException, InterruptedException {
    MixConfig config = MixConfigReader.read("""
        {"mode": 3, "output": {"video": {"normal": {"width": 640, "height": 180, "fps": 20},
          "tiny": {"width": 320, "height": 90, "fps": 10}}}}""");
    FakeHost ann = new FakeHost(room, "ann", Codec.VP8, RED, 500);
    ann.start(publishing);
    try (MixJob job = MixJob.start(room, config, Codec.H264, System::nanoTime, MixEar.DEAF)) {
      assertThat(job.add(ann.stream())).isTrue();
      Received large = new Received();
      TapHandle first = room.tap(new PublicationId("mix_main_1"), large);
      awaitWidth(large, 640);
      Received changing = new Received();
      TapHandle second = room.tap(new PublicationId("mix_main_1"), changing);
      second.want(Layer.SMALL);
      awaitWidth(changing, 320);
      large.packets.clear();
      large.next();
      first.close();
      changing.packets.clear();
      changing.next();
      second.want(Layer.BIG);
      awaitWidth(changing, 640);
      second.close();
    }
    end(ann);
  }

  /** Watches from now on until a picture of this width comes. */
  private static void awaitWidth(Received packets, int width) throws CodecException, InterruptedException {
    packets.packets.clear();
    VideoIntake intake = new VideoIntake(Codec.H264);
    try (VideoDecoder decoder = new VideoDecoder(Codec.H264)) {
      while (decoder.pictures() == 0 || decoder.frame().width() != width) {
        byte[] packet = packets.next();
        intake.onPacket(packet, 0, packet.length, 0);
        VideoFrame frame = intake.poll(0);
        if (frame != null) {
          decoder.decode(frame.data(), frame.data().length, frame.timestamp());
        }
      }
    }
  }

  private void end(FakeHost... hosts) throws InterruptedException {
    publishing.shutdownNow();
    assertThat(publishing.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    List.of(hosts).forEach(FakeHost::close);
  }

  /** Watches until the left and the right half have these colours. */
  private void awaitColors(Codec codec, int left, int right) throws CodecException, InterruptedException {
    Received packets = new Received();
    TapHandle tap = room.tap(new PublicationId("mix_main_1"), packets);
    VideoIntake intake = new VideoIntake(codec);
    try (VideoDecoder decoder = new VideoDecoder(codec); Scaler scaler = new Scaler(); Picture seen = Picture.of(640, 180)) {
      boolean shown = false;
      while (!shown) {
        byte[] packet = packets.next();
        intake.onPacket(packet, 0, packet.length, 0);
        VideoFrame frame = intake.poll(0);
        if (frame != null) {
          decoder.decode(frame.data(), frame.data().length, frame.timestamp());
          scaler.scale(decoder.frame(), new Rect(0, 0, 640, 180), seen);
          shown = Pixels.distance(Pixels.rgb(seen, 40, 20), left) < CLOSE && Pixels.distance(Pixels.rgb(seen, 600, 20), right) < CLOSE;
        }
      }
    }
    tap.close();
  }

  /** Listens until both tones are heard in one stretch, and a third is not. */
  private void awaitTones(double one, double other) throws CodecException, InterruptedException {
    Received packets = new Received();
    TapHandle tap = room.tap(new PublicationId("mix_main_0"), packets);
    RtpView view = new RtpView();
    try (OpusDecoder decoder = new OpusDecoder()) {
      boolean heard = false;
      while (!heard) {
        byte[] packet = packets.next();
        view.wrap(packet, 0, packet.length);
        decoder.decode(packet, view.payloadOffset(), view.payloadLength());
        heard = amplitude(decoder.samples(), one) > 0.2 && amplitude(decoder.samples(), other) > 0.2
          && amplitude(decoder.samples(), 3_000) < 0.05;
      }
    }
    tap.close();
  }

  private static double amplitude(float[] stereo, double hertz) {
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < 960; i++) {
      double angle = 2 * Math.PI * hertz * i / 48_000;
      real += stereo[2 * i] * Math.cos(angle);
      imaginary += stereo[2 * i] * Math.sin(angle);
    }
    return 2 * Math.hypot(real, imaginary) / 960;
  }

  private static final class Received implements Tap {
    private final BlockingQueue<byte[]> packets = new LinkedBlockingQueue<>();

    @Override
    public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {
      packets.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void onEnd() {}

    byte[] next() throws InterruptedException {
      byte[] packet = packets.poll(20, TimeUnit.SECONDS);
      assertThat(packet).as("the mix goes on").isNotNull();
      return packet;
    }
  }
}
