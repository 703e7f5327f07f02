package io.ringcast.mixer.live;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.DecodeOutcome;
import io.ringcast.mixer.codec.OpusDecoder;
import io.ringcast.mixer.codec.VideoDecoder;
import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.mixer.picture.Pixels;
import io.ringcast.mixer.picture.Scaler;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.api.TapHandle;
import io.ringcast.sfu.wire.RtpView;
import java.util.ArrayList;
import java.util.List;

/** Watches a room's mix as its packets bring it: every picture and every sample, with the time that the mix gave it. Used by one thread. */
final class MixViewer implements AutoCloseable {
  static final int LOUDNESS_FRAMES = 240;
  private static final int VIDEO_CLOCK = 90_000;
  private static final int SAMPLE_RATE = 48_000;
  private static final double NS_PER_S = 1e9;

  private final VideoIntake intake;
  private final VideoDecoder videoDecoder;
  private final OpusDecoder audioDecoder = new OpusDecoder();
  private final Scaler scaler = new Scaler();
  private final RtpView view = new RtpView();
  private final List<Seen> seen = new ArrayList<>();
  private final List<Long> audioTimestamps = new ArrayList<>();
  /** The left channel of all that was heard. */
  private final List<float[]> heard = new ArrayList<>();
  private final TapHandle eyes;
  private Rect watched = new Rect(0, 0, 0, 0);
  private Picture picture = Picture.of(2, 2);

  /**
   * One picture.
   *
   * @param mediaNs by its timestamp
   * @param arrivalNs by the room's clock
   * @param bright whether the watched place is
   */
  record Seen(long mediaNs, long arrivalNs, boolean bright) {}

  /** Watches the picture in one of its sizes. */
  MixViewer(MediaRoom room, Codec codec, Layer size) throws CodecException {
    intake = new VideoIntake(codec);
    videoDecoder = new VideoDecoder(codec);
    eyes = room.tap(new PublicationId("mix_main_1"), new Eye());
    eyes.want(size);
    room.tap(new PublicationId("mix_main_0"), new Ear());
  }

  /** Watches no more, and goes on listening. */
  void leave() {
    eyes.close();
  }

  /** Looks from now on whether the middle of this place is bright. */
  void watch(Rect place) {
    watched = place;
  }

  private final class Eye implements Tap {
    @Override
    public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {
      intake.onPacket(bytes, offset, length, arrivalNs);
      for (VideoFrame frame = intake.poll(arrivalNs); frame != null; frame = intake.poll(arrivalNs)) {
        if (videoDecoder.decode(frame.data(), frame.data().length, frame.timestamp()) == DecodeOutcome.FRAME) {
          show(frame.timestamp(), arrivalNs);
        }
      }
    }

    @Override
    public void onEnd() {}
  }

  private void show(long timestamp, long arrivalNs) {
    int width = videoDecoder.frame().width();
    int height = videoDecoder.frame().height();
    if (picture.width() != width || picture.height() != height) {
      picture.close();
      picture = Picture.of(width, height);
    }
    scaler.scale(videoDecoder.frame(), new Rect(0, 0, width, height), picture);
    boolean bright = !watched.isEmpty() && watched.right() <= width && watched.bottom() <= height
      && Pixels.distance(rgb(watched.x() + watched.width() / 2, watched.y() + watched.height() / 2), HostClips.WHITE) < 80;
    // The intake counts on from one round of the clock.
    seen.add(new Seen((long) ((timestamp & 0xFFFF_FFFFL) * NS_PER_S / VIDEO_CLOCK), arrivalNs, bright));
  }

  private final class Ear implements Tap {
    @Override
    public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {
      view.wrap(bytes, offset, length);
      int frames = audioDecoder.decode(bytes, view.payloadOffset(), view.payloadLength());
      float[] left = new float[frames];
      for (int i = 0; i < frames; i++) {
        left[i] = audioDecoder.samples()[2 * i];
      }
      heard.add(left);
      audioTimestamps.add((long) view.timestamp());
    }

    @Override
    public void onEnd() {}
  }

  /** The last picture's colour. */
  int rgb(int x, int y) {
    return Pixels.rgb(picture, x, y);
  }

  int width() {
    return picture.width();
  }

  int height() {
    return picture.height();
  }

  List<Seen> seen() {
    return seen;
  }

  List<Long> audioTimestamps() {
    return audioTimestamps;
  }

  /** When the watched place became bright. */
  List<Seen> flashes() {
    List<Seen> begins = new ArrayList<>();
    for (int i = 1; i < seen.size(); i++) {
      if (seen.get(i).bright() && !seen.get(i - 1).bright()) {
        begins.add(seen.get(i));
      }
    }
    return begins;
  }

  /** When beeps began, in the mix's media time. */
  List<Long> beepsNs() {
    List<Long> begins = new ArrayList<>();
    boolean loud = true;
    for (int packet = 0; packet < heard.size(); packet++) {
      float[] samples = heard.get(packet);
      for (int at = 0; at + LOUDNESS_FRAMES <= samples.length; at += LOUDNESS_FRAMES) {
        boolean now = amplitude(samples, at, LOUDNESS_FRAMES, HostClips.BEEP_HZ) > 0.1;
        if (now && !loud) {
          begins.add((long) ((audioTimestamps.get(packet) + at) * NS_PER_S / SAMPLE_RATE));
        }
        loud = now;
      }
    }
    return begins;
  }

  /** How much of a tone is in the last second. */
  double loudness(double hertz) {
    float[] second = new float[SAMPLE_RATE];
    int filled = SAMPLE_RATE;
    for (int packet = heard.size() - 1; packet >= 0 && filled > 0; packet--) {
      float[] samples = heard.get(packet);
      int count = Math.min(filled, samples.length);
      System.arraycopy(samples, samples.length - count, second, filled - count, count);
      filled -= count;
    }
    return amplitude(second, 0, SAMPLE_RATE, hertz);
  }

  /** How much of a tone is in that packet since the given one in which it is least. */
  double quietest(double hertz, int fromPacket) {
    return heard.subList(fromPacket, heard.size()).stream().mapToDouble(packet -> amplitude(packet, 0, packet.length, hertz)).min()
      .orElseThrow();
  }

  private static double amplitude(float[] samples, int from, int count, double hertz) {
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * hertz * i / SAMPLE_RATE;
      real += samples[from + i] * Math.cos(angle);
      imaginary += samples[from + i] * Math.sin(angle);
    }
    return 2 * Math.hypot(real, imaginary) / count;
  }

  @Override
  public void close() {
    picture.close();
    scaler.close();
    videoDecoder.close();
    audioDecoder.close();
  }
}
