package io.ringcast.mixer.live;

import io.ringcast.mixer.job.MixedStream;
import io.ringcast.mixer.output.RtpOut;
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
import java.util.function.LongFunction;

/** A publisher of VP8 whose every frame is made by the test, 25 a second. */
final class OddHost implements Feed {
  private static final int FRAME_MS = 40;
  private static final int TICKS = 90 * FRAME_MS;

  private final String userId;
  private final String streamId;
  private final PublicationSpec video;
  private final FeedHandle feed;
  private final LongFunction<List<byte[]>> frames;
  private final RtpOut out = new RtpOut();
  private Future<?> running;
  private long number;

  /** @param frames the payloads of the frame of a number */
  OddHost(MediaRoom room, String userId, LongFunction<List<byte[]>> frames) {
    this.userId = userId;
    this.frames = frames;
    streamId = userId + "_main";
    CodecParameters codec = new CodecParameters(Codec.VP8, 96, CodecParameters.NO_RTX, "", true, true, false);
    video = new PublicationSpec(new PublicationId(streamId + "_1"), streamId, "1", codec, ExtensionIds.NONE,
      List.of(new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN)));
    feed = room.feed(video, this);
  }

  MixedStream stream() {
    return new MixedStream(userId, streamId, null, video);
  }

  void start(ScheduledExecutorService executor) {
    running = executor.scheduleAtFixedRate(this::publish, 0, FRAME_MS, TimeUnit.MILLISECONDS);
  }

  private void publish() {
    out.send(frames.apply(number), (int) (number * TICKS), true, (bytes, offset, length) -> feed.offer(Layer.BIG, bytes, offset, length));
    number++;
  }

  @Override
  public void onKeyframeRequested(Layer layer) {}

  @Override
  public void onDemand(Layer layer, boolean wanted) {}

  void close() {
    running.cancel(false);
    feed.close();
  }
}
