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
import io.ringcast.sfu.wire.Ntp;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Publishes the mix in its room: one feed of video, one of sound, of one stream. */
final class RoomFeeds implements MixOutput, AutoCloseable {
  static final String STREAM = "mix_main";
  /** The canvas, and its small copy: layers of one publication, so that a viewer changes between them as between a host's. */
  static final List<Layer> SIZES = List.of(Layer.SMALL, Layer.BIG);
  private static final int VIDEO_TYPE = 96;
  private static final int AUDIO_TYPE = 111;

  private final Codec codec;
  private final Runnable onWish;
  private final Wishes videoWishes = new Wishes();
  private final Wishes audioWishes = new Wishes();
  private final Map<Layer, VideoOut> videos = new EnumMap<>(Map.of(Layer.BIG, new VideoOut(), Layer.SMALL, new VideoOut()));
  private final RtpOut audio = new RtpOut();
  private @Nullable FeedHandle videoFeed;
  private @Nullable FeedHandle audioFeed;

  /** What its subscribers want, as the media loops tell it. */
  private final class Wishes implements Feed {
    private final Set<Layer> keyframes = ConcurrentHashMap.newKeySet();
    private final Set<Layer> wanted = ConcurrentHashMap.newKeySet();

    @Override
    public void onKeyframeRequested(Layer layer) {
      keyframes.add(layer);
      onWish.run();
    }

    @Override
    public void onDemand(Layer layer, boolean now) {
      if (now) {
        wanted.add(layer);
      } else {
        wanted.remove(layer);
      }
      onWish.run();
    }
  }

  /** @param onWish told by media loops that something is wanted now which was not, or the other way round */
  RoomFeeds(Codec codec, Runnable onWish) {
    this.codec = codec;
    this.onWish = onWish;
  }

  void open(MediaRoom room) {
    audioFeed = room.feed(audioSpec(), audioWishes);
    videoFeed = room.feed(videoSpec(), videoWishes);
  }

  /** The sizes of the picture that anybody watches. */
  Set<Layer> videoWanted() {
    return Set.copyOf(videoWishes.wanted);
  }

  /** Whether anybody listens. */
  boolean audioWanted() {
    return !audioWishes.wanted.isEmpty();
  }

  /** Whether anybody receives any of it. */
  boolean wanted() {
    return audioWanted() || !videoWishes.wanted.isEmpty();
  }

  /** Whether a keyframe was asked for since this was asked last. */
  boolean takeKeyframeWish(Layer size) {
    return videoWishes.keyframes.remove(size);
  }

  List<PublicationSpec> specs() {
    return List.of(audioSpec(), videoSpec());
  }

  private PublicationSpec videoSpec() {
    String format = codec == Codec.H264 ? "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f" : "";
    return spec(1, new CodecParameters(codec, VIDEO_TYPE, CodecParameters.NO_RTX, format, true, true, false), SIZES.size());
  }

  private static PublicationSpec audioSpec() {
    return spec(0, new CodecParameters(Codec.OPUS, AUDIO_TYPE, CodecParameters.NO_RTX, "minptime=10", false, false, false), 1);
  }

  private static PublicationSpec spec(int track, CodecParameters codec, int sources) {
    StreamSource source = new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN);
    return new PublicationSpec(new PublicationId(STREAM + "_" + track), STREAM, String.valueOf(track), codec, ExtensionIds.NONE,
      Collections.nCopies(sources, source));
  }

  /** The numbers of one size's packets and pictures. */
  private static final class VideoOut {
    private final Vp8Payloads vp8 = new Vp8Payloads();
    private final RtpOut packets = new RtpOut();
  }

  @Override
  public void onVideo(Layer size, EncodedFrame frame, long timestamp) {
    FeedHandle feed = videoFeed;
    VideoOut out = videos.get(size);
    if (feed != null && out != null) {
      List<byte[]> payloads = codec == Codec.H264 ? H264Payloads.of(frame.data()) : out.vp8.of(frame.data());
      out.packets.send(payloads, (int) timestamp, true, (bytes, offset, length) -> feed.offer(size, bytes, offset, length));
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
  public void onClock(long nowNs, long videoTimestamp, long audioTimestamp) {
    SIZES.forEach(size -> report(videoFeed, size, nowNs, videoTimestamp));
    report(audioFeed, Layer.BIG, nowNs, audioTimestamp);
  }

  private static void report(@Nullable FeedHandle feed, Layer layer, long nowNs, long timestamp) {
    if (feed != null) {
      feed.report(layer, Ntp.fromUnixNs(nowNs), (int) timestamp);
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
