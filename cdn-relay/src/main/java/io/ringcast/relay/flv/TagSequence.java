package io.ringcast.relay.flv;

import io.ringcast.relay.amf.AmfValue;
import io.ringcast.relay.amf.AmfWriter;
import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.VideoFrame;
import io.ringcast.sfu.wire.BigEndian;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tags one receiver needs: before a frame whose configuration it does not have yet, that configuration. Owned by one thread. */
public final class TagSequence {
  private static final int US_PER_MS = 1_000;

  private @Nullable H264Config video;
  private @Nullable AacConfig audio;

  /** Hands over the tags for this frame, at most two. */
  public void take(Frame frame, Consumer<FlvTag> out) {
    FlvTag configuration = configuration(frame);
    if (configuration != null) {
      out.accept(configuration);
    }
    out.accept(tag(frame));
  }

  /** The tag that must stand before this frame's; null when the receiver has its configuration. */
  public @Nullable FlvTag configuration(Frame frame) {
    return switch (frame) {
      case VideoFrame picture when !picture.config().equals(video) -> {
        video = picture.config();
        yield new FlvTag(FlvTag.VIDEO, timeMs(frame), video(TagBody.KEYFRAME, TagBody.CONFIGURATION, 0, video.record()));
      }
      case AudioFrame sound when !sound.config().equals(audio) -> {
        audio = sound.config();
        yield new FlvTag(FlvTag.AUDIO, timeMs(frame), audio(TagBody.CONFIGURATION, audio.bytes()));
      }
      case VideoFrame known -> null;
      case AudioFrame known -> null;
    };
  }

  /** The frame's own tag, the same for every receiver. */
  public static FlvTag tag(Frame frame) {
    return switch (frame) {
      case VideoFrame picture -> {
        int type = picture.keyframe() ? TagBody.KEYFRAME : TagBody.INTER_FRAME;
        int compositionMs = (int) (picture.compositionUs() / US_PER_MS);
        yield new FlvTag(FlvTag.VIDEO, timeMs(frame), video(type, TagBody.FRAME, compositionMs, picture.data()));
      }
      case AudioFrame sound -> new FlvTag(FlvTag.AUDIO, timeMs(frame), audio(TagBody.FRAME, sound.data()));
    };
  }

  private static int timeMs(Frame frame) {
    return (int) (frame.timeUs() / US_PER_MS);
  }

  /** The body of a metadata tag that says what the stream holds; what it does not hold is null. */
  public static byte[] metadata(@Nullable H264Config video, @Nullable AacConfig audio) {
    Map<String, AmfValue> fields = new LinkedHashMap<>();
    if (video != null) {
      fields.put("width", new AmfValue.Numeric(video.width()));
      fields.put("height", new AmfValue.Numeric(video.height()));
      fields.put("videocodecid", new AmfValue.Numeric(TagBody.AVC));
    }
    if (audio != null) {
      fields.put("audiocodecid", new AmfValue.Numeric(TagBody.AAC));
      fields.put("audiosamplerate", new AmfValue.Numeric(audio.sampleRateHz()));
      fields.put("stereo", new AmfValue.Flag(audio.channels() == 2));
    }
    fields.put("encoder", new AmfValue.Text("Ringcast"));
    return new AmfWriter().text("onMetaData").array(fields).bytes();
  }

  /** A tag that says why nothing follows: a player is told no other way once its answer has begun. */
  public static FlvTag end(String code, String description) {
    Map<String, AmfValue> fields = new LinkedHashMap<>();
    fields.put("level", new AmfValue.Text("status"));
    fields.put("code", new AmfValue.Text(code));
    fields.put("description", new AmfValue.Text(description));
    return new FlvTag(FlvTag.SCRIPT, 0, new AmfWriter().text("onStatus").array(fields).bytes());
  }

  private static byte[] video(int frameType, int packetType, int compositionMs, byte[] data) {
    byte[] body = new byte[TagBody.VIDEO_HEAD + data.length];
    body[0] = (byte) (frameType << 4 | TagBody.AVC);
    body[1] = (byte) packetType;
    BigEndian.put24(body, 2, compositionMs);
    System.arraycopy(data, 0, body, TagBody.VIDEO_HEAD, data.length);
    return body;
  }

  private static byte[] audio(int packetType, byte[] data) {
    byte[] body = new byte[TagBody.AUDIO_HEAD + data.length];
    body[0] = (byte) TagBody.AAC_FIRST_BYTE;
    body[1] = (byte) packetType;
    System.arraycopy(data, 0, body, TagBody.AUDIO_HEAD, data.length);
    return body;
  }
}
