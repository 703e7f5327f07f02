package io.ringcast.relay.ingest;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.mixer.codec.ReorderingDecoder;
import io.ringcast.mixer.codec.VideoEncoder;
import io.ringcast.mixer.codec.VideoFormat;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.mixer.picture.Scaler;
import io.ringcast.relay.media.NalUnits;
import io.ringcast.relay.media.VideoFrame;
import io.ringcast.sfu.api.Codec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** H.264 of any profile in, H.264 without B-frames and with keyframes on demand out. Owned by one thread, freed by {@link #close}. */
final class VideoTranscoder implements AutoCloseable {
  /** Constrained Baseline, which every browser plays; its level follows. */
  private static final String PROFILE = "42e0";
  /** Where a sequence parameter set has its level (ITU-T H.264 section 7.3.2.1.1). */
  private static final int LEVEL_OFFSET = 3;
  private static final int LEVEL_31 = 31;
  private static final int TYPE_BITS = 0x1F;
  private static final int SEQUENCE_SET = 7;
  private static final long US_PER_S = 1_000_000;
  private static final int RATE_MIN = 5;
  private static final int RATE_MAX = 60;
  /** What the rate is taken for before two pictures have told it. */
  private static final int RATE_USUAL = 30;
  /** 2.2 Mbit/s at 720p30. */
  private static final double BITS_PER_PIXEL = 0.08;
  private static final int BITRATE_MIN_BPS = 300_000;
  private static final int BITRATE_MAX_BPS = 8_000_000;

  private final ReorderingDecoder decoder = new ReorderingDecoder();
  private final Scaler scaler = new Scaler();
  private @Nullable VideoEncoder encoder;
  private @Nullable Picture picture;
  private long encoded;
  private long pictures;
  private long firstUs;
  private long lastUs;
  private long shownUs = Long.MIN_VALUE;

  /** Takes what was encoded. */
  interface Sink {
    void onPicture(EncodedFrame picture, long shownUs);
  }

  VideoTranscoder() throws CodecException {}

  /** Profile and level of an encoded keyframe as hexadecimal digits: the level is what the encoder found for its size and rate. */
  static String profile(byte[] keyframe) {
    int level = NalUnits.betweenStartCodes(keyframe).stream()
      .filter(unit -> unit.length > LEVEL_OFFSET && (unit[0] & TYPE_BITS) == SEQUENCE_SET)
      .mapToInt(unit -> unit[LEVEL_OFFSET] & 0xFF).findFirst().orElse(LEVEL_31);
    return PROFILE + HexFormat.of().toHexDigits((byte) level);
  }

  /** Takes the next picture as it came; false when it made no sense. */
  boolean transcode(VideoFrame frame, long timeUs, boolean keyframe, Sink sink) {
    List<byte[]> units = NalUnits.behindLengths(frame.data(), 0, frame.data().length);
    if (units == null) {
      return false;
    }
    firstUs = pictures++ == 0 ? timeUs : firstUs;
    lastUs = timeUs;
    List<byte[]> all = new ArrayList<>();
    if (frame.keyframe()) {
      all.addAll(frame.config().parameterSets());
    }
    all.addAll(units);
    boolean[] wanted = {keyframe};
    boolean[] good = {true};
    good[0] = decoder.decode(NalUnits.withStartCodes(all), timeUs + frame.compositionUs(), decoded -> {
      good[0] &= encode(decoded, wanted[0], sink);
      wanted[0] = false;
    }) && good[0];
    return good[0];
  }

  private boolean encode(AVFrame decoded, boolean keyframe, Sink sink) {
    Picture target = picture;
    VideoEncoder coder = encoder;
    int width = decoded.width() & ~1;
    int height = decoded.height() & ~1;
    if (coder == null || target == null || target.width() != width || target.height() != height) {
      if (!begin(width, height)) {
        return false;
      }
      target = picture;
      coder = encoder;
    }
    if (coder == null || target == null || !scaler.scale(decoded, new Rect(0, 0, width, height), target)) {
      return false;
    }
    // A picture whose time is unknown or goes back follows the last one at once.
    shownUs = Math.max(decoded.pts(), shownUs + 1);
    EncodedFrame frame = coder.encode(target, encoded, keyframe || encoded == 0);
    encoded++;
    if (frame == null) {
      return false;
    }
    sink.onPicture(frame, shownUs);
    return true;
  }

  private boolean begin(int width, int height) {
    closeEncoder();
    int rate = rate();
    long bitrate = Math.round(BITS_PER_PIXEL * width * height * rate);
    int bounded = Math.clamp(bitrate, BITRATE_MIN_BPS, BITRATE_MAX_BPS);
    try {
      picture = Picture.of(width, height);
      encoder = new VideoEncoder(new VideoFormat(Codec.H264, width, height, rate, bounded, 0));
      encoded = 0;
      return true;
    } catch (CodecException e) {
      closeEncoder();
      return false;
    }
  }

  /** Pictures a second, by those that came while the first was held back. */
  private int rate() {
    long spanUs = lastUs - firstUs;
    long rate = pictures < 2 || spanUs <= 0 ? RATE_USUAL : Math.round((double) (pictures - 1) * US_PER_S / spanUs);
    return Math.clamp(rate, RATE_MIN, RATE_MAX);
  }

  private void closeEncoder() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
    if (picture != null) {
      picture.close();
      picture = null;
    }
  }

  @Override
  public void close() {
    closeEncoder();
    scaler.close();
    decoder.close();
  }
}
