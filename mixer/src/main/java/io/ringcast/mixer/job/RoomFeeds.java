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
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Publishes the mix in its room: one feed of video, one of sound, of one stream. */
final class RoomFeeds implements MixOutput, AutoCloseable {
  static final String STREAM = "mix_main";
  private static final int VIDEO_TYPE = 96;
  private static final int AUDIO_TYPE = 111;

  private final Codec codec;
  private final Runnable onWish;
  private final Wishes videoWishes = new Wishes();
  private final Wishes audioWishes = new Wishes();
  private final Vp8Payloads vp8 = new Vp8Payloads();
  private final RtpOut video = new RtpOut();
  private final RtpOut audio = new RtpOut();
  private @Nullable FeedHandle videoFeed;
  private @Nullable FeedHandle audioFeed;

  /** What its subscribers want, as the media loops tell it. */
  private final class Wishes implements Feed {
    private final AtomicBoolean keyframe = new AtomicBoolean();
    private volatile boolean wanted;

    @Override
    public void onKeyframeRequested(Layer layer) {
      keyframe.set(true);
      onWish.run();
    }

    @Override
    public void onDemand(Layer layer, boolean now) {
      wanted = now;
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

  /** Whether anybody watches. */
  boolean videoWanted() {
    return videoWishes.wanted;
  }

  /** Whether anybody listens. */
  boolean audioWanted() {
    return audioWishes.wanted;
  }

  /** Whether a keyframe was asked for since this was asked last. */
  boolean takeKeyframeWish() {
    return videoWishes.keyframe.getAndSet(false);
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
  public void onClock(long nowNs, long videoTimestamp, long audioTimestamp) {
    report(videoFeed, nowNs, videoTimestamp);
    report(audioFeed, nowNs, audioTimestamp);
  }

  private static void report(@Nullable FeedHandle feed, long nowNs, long timestamp) {
    if (feed != null) {
      feed.report(Layer.BIG, Ntp.fromUnixNs(nowNs), (int) timestamp);
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
