package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.mixer.output.H264Payloads;
import io.ringcast.mixer.output.RtpOut;
import io.ringcast.mixer.output.Vp8Payloads;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.FeedHandle;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes the mix in its room: one feed of video, one of sound, of one stream. */
final class RoomFeeds implements MixOutput, Feed, AutoCloseable {
  static final String STREAM = "mix_main";
  private static final int VIDEO_TYPE = 96;
  private static final int AUDIO_TYPE = 111;

  private final Codec codec;
  private final Runnable onKeyframeWanted;
  private final Vp8Payloads vp8 = new Vp8Payloads();
  private final RtpOut video = new RtpOut();
  private final RtpOut audio = new RtpOut();
  private @Nullable FeedHandle videoFeed;
  private @Nullable FeedHandle audioFeed;

  RoomFeeds(Codec codec, Runnable onKeyframeWanted) {
    this.codec = codec;
    this.onKeyframeWanted = onKeyframeWanted;
  }

  void open(MediaRoom room) {
    audioFeed = room.feed(audioSpec(), this);
    videoFeed = room.feed(videoSpec(), this);
  }

  List<PublicationSpec> specs() {
    return List.of(audioSpec(), videoSpec());
  }

  private PublicationSpec videoSpec() {
    String format = codec == Codec.H264 ? "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f" : "";
    return spec(1, new CodecParameters(codec, VIDEO_TYPE, CodecParameters.NO_RTX, format, true, true, false));
  }

  private static PublicationSpec audioSpec() {
    return spec(0, new CodecParameters(Codec.OPUS, AUDIO_TYPE, CodecParameters.NO_RTX, "minptime=10", false, false, false));
  }

  private static PublicationSpec spec(int track, CodecParameters codec) {
    StreamSource source = new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN);
    return new PublicationSpec(new PublicationId(STREAM + "_" + track), STREAM, String.valueOf(track), codec, ExtensionIds.NONE,
      List.of(source));
  }

  @Override
  public void onVideo(EncodedFrame frame, long timestamp) {
    FeedHandle feed = videoFeed;
    if (feed != null) {
      List<byte[]> payloads = codec == Codec.H264 ? H264Payloads.of(frame.data()) : vp8.of(frame.data());
      video.send(payloads, (int) timestamp, true, (bytes, offset, length) -> feed.offer(Layer.BIG, bytes, offset, length));
    }
  }

  @Override
  public void onAudio(EncodedFrame packet, long timestamp) {
    FeedHandle feed = audioFeed;
    if (feed != null) {
      audio.send(List.of(packet.data()), (int) timestamp, false, (bytes, offset, length) -> feed.offer(Layer.BIG, bytes, offset, length));
    }
  }

  @Override
  public void onKeyframeRequested(Layer layer) {
    onKeyframeWanted.run();
  }

  @Override
  public void onDemand(Layer layer, boolean wanted) {
    if (wanted) {
      onKeyframeWanted.run();
    }
  }

  @Override
  public void close() {
    if (videoFeed != null) {
      videoFeed.close();
    }
    if (audioFeed != null) {
      audioFeed.close();
    }
  }
}
