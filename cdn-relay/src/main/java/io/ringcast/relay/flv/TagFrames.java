package io.ringcast.relay.flv;

import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AccessUnits;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.NalUnits;
import io.ringcast.relay.media.VideoFrame;
import io.ringcast.sfu.wire.BigEndian;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes frames out of the tags of one source; counts those that bring none. Owned by one thread. */
public final class TagFrames {
  private static final long US_PER_MS = 1_000;
  /** Moves a number of 24 bits to the top of an int and back, which spreads its sign. */
  private static final int SIGN_SHIFT = 8;

  private final AccessUnits pictures = new AccessUnits();
  private final long[] skipped = new long[TagSkip.values().length];
  private @Nullable AacConfig audio;

  /** The frame in this tag; null, and counted, when there is none. */
  public @Nullable Frame take(FlvTag tag) {
    return switch (tag.type()) {
      case FlvTag.VIDEO -> video(tag);
      case FlvTag.AUDIO -> audio(tag);
      default -> skip(TagSkip.SCRIPT);
    };
  }

  private @Nullable Frame video(FlvTag tag) {
    byte[] body = tag.body();
    if (body.length == 0) {
      return skip(TagSkip.EMPTY);
    }
    if ((body[0] & TagBody.ENHANCED) != 0 || (body[0] & 0x0F) != TagBody.AVC) {
      return skip(TagSkip.UNKNOWN_CODEC);
    }
    if (body.length < TagBody.VIDEO_HEAD) {
      return skip(body.length == 2 ? TagSkip.EMPTY : TagSkip.MALFORMED);
    }
    int length = body.length - TagBody.VIDEO_HEAD;
    return switch (body[1]) {
      case TagBody.CONFIGURATION -> configure(body, length);
      case TagBody.FRAME -> picture(tag, length);
      default -> skip(TagSkip.EMPTY);
    };
  }

  private @Nullable Frame configure(byte[] body, int length) {
    H264Config config = H264Config.read(body, TagBody.VIDEO_HEAD, length);
    if (config == null) {
      return skip(TagSkip.MALFORMED);
    }
    pictures.configure(config);
    return skip(TagSkip.CONFIGURATION);
  }

  private @Nullable Frame picture(FlvTag tag, int length) {
    List<byte[]> units = NalUnits.behindLengths(tag.body(), TagBody.VIDEO_HEAD, length);
    if (units == null) {
      return skip(TagSkip.MALFORMED);
    }
    int compositionMs = BigEndian.u24(tag.body(), 2) << SIGN_SHIFT >> SIGN_SHIFT;
    VideoFrame frame = pictures.frame(units, tag.timestampMs() * US_PER_MS, compositionMs * US_PER_MS);
    if (frame == null) {
      return skip(pictures.config() == null ? TagSkip.NO_CONFIGURATION : TagSkip.EMPTY);
    }
    return frame;
  }

  private @Nullable Frame audio(FlvTag tag) {
    byte[] body = tag.body();
    if (body.length == 0) {
      return skip(TagSkip.EMPTY);
    }
    if ((body[0] & 0xF0) >> 4 != TagBody.AAC) {
      return skip(TagSkip.UNKNOWN_CODEC);
    }
    if (body.length <= TagBody.AUDIO_HEAD) {
      return skip(body.length == TagBody.AUDIO_HEAD ? TagSkip.EMPTY : TagSkip.MALFORMED);
    }
    if (body[1] == TagBody.CONFIGURATION) {
      AacConfig config = AacConfig.read(body, TagBody.AUDIO_HEAD, body.length - TagBody.AUDIO_HEAD);
      audio = config == null ? audio : config;
      return skip(config == null ? TagSkip.MALFORMED : TagSkip.CONFIGURATION);
    }
    AacConfig known = audio;
    if (known == null) {
      return skip(TagSkip.NO_CONFIGURATION);
    }
    return new AudioFrame(known, tag.timestampMs() * US_PER_MS, Arrays.copyOfRange(body, TagBody.AUDIO_HEAD, body.length));
  }

  private @Nullable Frame skip(TagSkip reason) {
    skipped[reason.ordinal()]++;
    return null;
  }

  /** How many tags brought no frame, for this reason. */
  public long skipped(TagSkip reason) {
    return skipped[reason.ordinal()];
  }
}
