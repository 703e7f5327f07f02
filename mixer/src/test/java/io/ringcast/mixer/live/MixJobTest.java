package io.ringcast.mixer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.OpusDecoder;
import io.ringcast.mixer.codec.VideoDecoder;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.mixer.job.MixJob;
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
import io.ringcast.sfu.wire.RtpView;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
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

/** Two hosts publish into a real media plane, a mix taps them and publishes, a viewer taps the mix: both are seen and heard. */
@Timeout(60)
class MixJobTest {
  private static final int RED = 0xC83232;
  private static final int GREEN = 0x32A050;
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
    try (MixJob job = MixJob.start(room, config, Codec.H264, System::nanoTime)) {
      assertThat(job.add("ann", ann.streamId, ann.audio, ann.video)).isTrue();
      assertThat(job.add("bob", bob.streamId, bob.audio, bob.video)).isTrue();
      awaitColors(RED, GREEN);
      awaitTones(500, 1_200);
      assertThat(job.remove(ann.streamId)).isTrue();
      awaitColors(GREEN, GREEN);
    }
    publishing.shutdownNow();
    assertThat(publishing.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    ann.close();
    bob.close();
  }

  /** Watches until the left and the right half have these colours. */
  private void awaitColors(int left, int right) throws CodecException, InterruptedException {
    Received packets = new Received();
    TapHandle tap = room.tap(new PublicationId("mix_main_1"), packets);
    VideoIntake intake = new VideoIntake(Codec.H264);
    try (VideoDecoder decoder = new VideoDecoder(Codec.H264); Scaler scaler = new Scaler(); Picture seen = Picture.of(640, 180)) {
      boolean shown = false;
      while (!shown) {
        byte[] packet = packets.next();
        intake.onPacket(packet, 0, packet.length, 0);
        VideoFrame frame = intake.poll(0);
        if (frame != null) {
          decoder.decode(frame.data(), frame.data().length, frame.timestamp());
          scaler.scale(decoder.frame(), new Rect(0, 0, 640, 180), seen);
          shown = Pixels.distance(Pixels.rgb(seen, 160, 90), left) < CLOSE && Pixels.distance(Pixels.rgb(seen, 480, 90), right) < CLOSE;
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
