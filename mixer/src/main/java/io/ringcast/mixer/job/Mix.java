package io.ringcast.mixer.job;

import io.ringcast.mixer.audio.AudioFormat;
import io.ringcast.mixer.audio.AudioInput;
import io.ringcast.mixer.audio.AudioMix;
import io.ringcast.mixer.codec.AudioCodec;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.mixer.codec.VideoEncoder;
import io.ringcast.mixer.codec.VideoFormat;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.VideoProfile;
import io.ringcast.mixer.layout.Layout;
import io.ringcast.mixer.layout.Source;
import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.picture.Canvas;
import io.ringcast.mixer.picture.View;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mix: its streams in the order in which they came, one canvas, one sum. It is turned by its thread and knows the time only from there:
 * each turn makes the pictures and blocks of sound that are due by then. What it is late with it leaves out.
 */
final class Mix implements AutoCloseable {
  private static final int VIDEO_CLOCK = 90_000;
  private static final long NS_PER_S = 1_000_000_000L;
  /** Later than this it does not catch up: it goes on from now. */
  private static final long LATE_NS = 200_000_000;

  private final MixConfig config;
  private final MixOutput output;
  private final Map<String, StreamInput> streams = new LinkedHashMap<>();
  private final AudioMix sum = new AudioMix();
  private final float[] block = new float[AudioFormat.BLOCK_SAMPLES];
  private final AudioEncoder audioEncoder;
  private final VideoEncoder videoEncoder;
  private final Canvas canvas;
  private long startNs = Long.MIN_VALUE;
  private long blocks;
  private long frames;
  private boolean keyframeWanted = true;

  Mix(MixConfig config, Codec video, MixOutput output) throws CodecException {
    this.config = config;
    this.output = output;
    VideoProfile normal = config.normal();
    audioEncoder = new AudioEncoder(AudioCodec.OPUS, config.audioBitrateBps());
    try {
      videoEncoder = new VideoEncoder(
        new VideoFormat(video, normal.width(), normal.height(), normal.framesPerSecond(), normal.bitrateBps(), 0), false);
    } catch (CodecException e) {
      audioEncoder.close();
      throw e;
    }
    canvas = new Canvas(normal.width(), normal.height(), config.background().rgb());
  }

  /** Takes a stream in; one of its name is replaced. */
  void add(String userId, String streamId, @Nullable PublicationSpec audio, @Nullable PublicationSpec video, MediaRoom room)
    throws CodecException {
    remove(streamId);
    AudioInput input = audio != null && config.wantsAudio(userId, streamId) ? sum.open(streamId) : null;
    PublicationSpec seen = config.wantsVideo(userId, streamId) ? video : null;
    streams.put(streamId, new StreamInput(userId, streamId, audio, seen, room, input));
  }

  void remove(String streamId) {
    StreamInput gone = streams.remove(streamId);
    if (gone != null) {
      gone.close();
      sum.close(streamId);
    }
  }

  void wantKeyframe() {
    keyframeWanted = true;
  }

  /** Makes what is due; returns when the next is. */
  long turn(long nowNs) {
    if (startNs == Long.MIN_VALUE || nowNs - nextNs() > LATE_NS) {
      resume(nowNs);
    }
    streams.values().forEach(stream -> stream.turn(nowNs));
    while (blockNs() <= nowNs) {
      mixBlock(blockNs());
      blocks++;
    }
    if (frameNs() <= nowNs) {
      drawFrame();
      frames++;
    }
    return nextNs();
  }

  /** Begins, or skips what was not made in time, so that sound and picture keep to one clock. */
  private void resume(long nowNs) {
    if (startNs == Long.MIN_VALUE) {
      startNs = nowNs;
    }
    long elapsed = nowNs - startNs;
    blocks = Math.max(blocks, elapsed / AudioFormat.BLOCK_NS);
    frames = Math.max(frames, elapsed * config.normal().framesPerSecond() / NS_PER_S);
  }

  private long blockNs() {
    return startNs + blocks * AudioFormat.BLOCK_NS;
  }

  private long frameNs() {
    return startNs + frames * NS_PER_S / config.normal().framesPerSecond();
  }

  private long nextNs() {
    return Math.min(blockNs(), frameNs());
  }

  private void mixBlock(long dueNs) {
    sum.mix(block, name -> {
      StreamInput stream = streams.get(name);
      return stream == null ? Double.NaN : stream.soundDue(dueNs);
    });
    long before = blocks * AudioFormat.BLOCK_FRAMES;
    audioEncoder.encode(block, AudioFormat.BLOCK_FRAMES, packet -> output.onAudio(packet, before));
  }

  private void drawFrame() {
    List<Source> sources = streams.values().stream().map(StreamInput::source).toList();
    List<View> views = new ArrayList<>();
    for (Tile tile : Layout.tiles(config, sources)) {
      StreamInput stream = streams.get(tile.streamId());
      if (stream != null) {
        views.add(stream.view(tile));
      }
    }
    canvas.compose(views, List.of());
    EncodedFrame frame = videoEncoder.encode(canvas.picture(), frames, keyframeWanted);
    if (frame != null) {
      keyframeWanted &= !frame.keyframe();
      output.onVideo(frame, frames * VIDEO_CLOCK / config.normal().framesPerSecond());
    }
  }

  @Override
  public void close() {
    streams.values().forEach(StreamInput::close);
    streams.clear();
    canvas.close();
    videoEncoder.close();
    audioEncoder.close();
  }
}
