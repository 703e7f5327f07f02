package io.ringcast.relay.serve;

import io.ringcast.http.Bearer;
import io.ringcast.relay.flv.FlvTag;
import io.ringcast.relay.flv.FlvWriter;
import io.ringcast.relay.flv.TagSequence;
import io.ringcast.relay.live.FrameFlow;
import io.ringcast.relay.live.LiveEnd;
import io.ringcast.relay.live.LiveRefusedException;
import io.ringcast.relay.live.RunningStream;
import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.VideoFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** One player of FLV over HTTP. Each item is what came together, in pieces that players share. Owned by the stream's thread. */
final class FlvPlayer implements FrameFlow.Taker {
  private final RunningStream stream;
  private final SharedTags tags;
  private final FluxSink<List<byte[]>> sink;
  private final Consumer<LiveEnd> onEnded;
  private final TagSequence sequence = new TagSequence();
  private boolean begun;

  private FlvPlayer(RunningStream stream, SharedTags tags, FluxSink<List<byte[]>> sink, Consumer<LiveEnd> onEnded) {
    this.stream = stream;
    this.tags = tags;
    this.sink = sink;
    this.onEnded = onEnded;
  }

  /** The stream's bytes from its last keyframe on; one subscriber. */
  static Flux<List<byte[]>> bytes(RunningStream stream, SharedTags tags, Consumer<LiveEnd> onEnded) {
    return Flux.create(sink -> {
      // What it is given is written on the stream's own thread: nothing waits there.
      FrameFlow flow = FrameFlow.merging(stream, Runnable::run, new FlvPlayer(stream, tags, sink, onEnded));
      sink.onRequest(flow::request);
      sink.onDispose(flow::stop);
      try {
        flow.start();
      } catch (LiveRefusedException e) {
        sink.error(LiveProblems.of(e));
      }
    }, FluxSink.OverflowStrategy.ERROR);
  }

  @Override
  public void onFrames(List<Frame> frames) {
    List<byte[]> pieces = new ArrayList<>(frames.size() + 4);
    if (!begun) {
      begun = true;
      pieces.add(FlvWriter.header(stream.expectsAudio(), stream.expectsVideo()));
      pieces.add(FlvWriter.tag(metadata(frames)));
    }
    for (Frame frame : frames) {
      FlvTag configuration = sequence.configuration(frame);
      if (configuration != null) {
        pieces.add(FlvWriter.tag(configuration));
      }
      pieces.add(tags.of(frame));
    }
    sink.next(pieces);
  }

  /** The last tag of an answer. */
  static byte[] end(String code, String description) {
    return FlvWriter.tag(TagSequence.end(code, description));
  }

  private static FlvTag metadata(List<Frame> frames) {
    @Nullable H264Config video = null;
    @Nullable AacConfig audio = null;
    for (Frame frame : frames) {
      switch (frame) {
        case VideoFrame picture -> video = picture.config();
        case AudioFrame sound -> audio = sound.config();
      }
    }
    // Its time is 0 whatever the stream's is: FFmpeg takes another one for subtitles.
    return new FlvTag(FlvTag.SCRIPT, 0, TagSequence.metadata(video, audio));
  }

  @Override
  public void onEnd(LiveEnd reason) {
    onEnded.accept(reason);
    if (begun && sink.requestedFromDownstream() > 0) {
      sink.next(List.of(end(Bearer.slug(reason), "The live stream is over.")));
    }
    sink.complete();
  }
}
