package io.ringcast.mixer.live;

import io.ringcast.mixer.codec.AudioCodec;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.mixer.codec.VideoEncoder;
import io.ringcast.mixer.codec.VideoFormat;
import io.ringcast.mixer.job.MixedStream;
import io.ringcast.mixer.output.H264Payloads;
import io.ringcast.mixer.output.RtpOut;
import io.ringcast.mixer.output.Vp8Payloads;
import io.ringcast.mixer.picture.Color;
import io.ringcast.mixer.picture.Picture;
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
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A publisher of one colour and one tone, 25 frames a second, by feeds. */
final class FakeHost implements Feed {
  private static final int FRAME_MS = 40;
  private static final int FRAMES_EACH = 48 * FRAME_MS;

  private final String userId;
  final String streamId;
  final PublicationSpec audio;
  final PublicationSpec video;
  private final double hertz;
  private final Codec codec;
  private final FeedHandle audioFeed;
  private final FeedHandle videoFeed;
  private final AudioEncoder audioEncoder;
  private final VideoEncoder videoEncoder;
  private final Picture picture;
  private final Vp8Payloads vp8 = new Vp8Payloads();
  private final RtpOut audioOut = new RtpOut();
  private final RtpOut videoOut = new RtpOut();
  private Future<?> running;
  private long number;
  private volatile boolean keyframeWanted = true;

  FakeHost(MediaRoom room, String userId, Codec codec, int rgb, double hertz) throws CodecException {
    this.userId = userId;
    this.hertz = hertz;
    this.codec = codec;
    streamId = userId + "_main";
    audio = spec(0, Codec.OPUS, 111);
    video = spec(1, codec, 96);
    audioFeed = room.feed(audio, this);
    videoFeed = room.feed(video, this);
    audioEncoder = new AudioEncoder(AudioCodec.OPUS, 64_000);
    videoEncoder = new VideoEncoder(new VideoFormat(codec, 320, 180, 25, 300_000, 0));
    picture = Picture.of(320, 180);
    picture.fill(picture.bounds(), Color.ofRgb(rgb));
  }

  private PublicationSpec spec(int track, Codec of, int type) {
    CodecParameters parameters = new CodecParameters(of, type, CodecParameters.NO_RTX, "", true, true, false);
    StreamSource source = new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN);
    return new PublicationSpec(new PublicationId(streamId + "_" + track), streamId, String.valueOf(track), parameters, ExtensionIds.NONE,
      List.of(source));
  }

  MixedStream stream() {
    return stream(List.of());
  }

  /** As one that says in which sizes its picture comes. */
  MixedStream stream(List<MixedStream.LayerSize> sizes) {
    return new MixedStream(userId, streamId, audio, video, sizes, false, false);
  }

  /** Publishes from now on; ended with the executor. */
  void start(ScheduledExecutorService executor) {
    running = executor.scheduleAtFixedRate(this::publish, 0, FRAME_MS, TimeUnit.MILLISECONDS);
  }

  private void publish() {
    boolean key = keyframeWanted;
    EncodedFrame frame = videoEncoder.encode(picture, number, key);
    if (frame != null) {
      keyframeWanted &= !key;
      List<byte[]> payloads = codec == Codec.H264 ? H264Payloads.of(frame.data()) : vp8.of(frame.data());
      videoOut.send(payloads, (int) (number * 3_600), true, (bytes, offset, length) -> videoFeed.offer(Layer.BIG, bytes, offset, length));
    }
    float[] samples = new float[2 * FRAMES_EACH];
    for (int i = 0; i < FRAMES_EACH; i++) {
      samples[2 * i] = (float) (0.3 * Math.sin(2 * Math.PI * hertz * (number * FRAMES_EACH + i) / 48_000));
      samples[2 * i + 1] = samples[2 * i];
    }
    audioEncoder.encode(samples, FRAMES_EACH, packet -> audioOut.send(List.of(packet.data()), (int) packet.pts(), false,
      (bytes, offset, length) -> audioFeed.offer(Layer.BIG, bytes, offset, length)));
    number++;
  }

  @Override
  public void onKeyframeRequested(Layer layer) {
    keyframeWanted = true;
  }

  @Override
  public void onDemand(Layer layer, boolean wanted) {}

  /** Frees what it holds, when it publishes no more. */
  void close() {
    running.cancel(false);
    audioFeed.close();
    videoFeed.close();
    audioEncoder.close();
    videoEncoder.close();
    picture.close();
  }
}
