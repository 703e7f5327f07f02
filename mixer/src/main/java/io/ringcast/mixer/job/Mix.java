package io.ringcast.mixer.job;

import io.ringcast.mixer.audio.AudioFormat;
import io.ringcast.mixer.audio.AudioInput;
import io.ringcast.mixer.audio.AudioMix;
import io.ringcast.mixer.codec.AudioCodec;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mix: its streams in the order in which they came, one picture, one sum. It is turned by its thread and knows the time only from
 * there: each turn makes the pictures and blocks of sound that are due by then. What it is late with it leaves out.
 */
final class Mix implements AutoCloseable {
  /** Later than this it does not catch up: it goes on from now. */
  private static final long LATE_NS = 200_000_000;

  private final MediaRoom room;
  private final MixOutput output;
  private final MixEar ear;
  private final Map<String, StreamInput> streams = new LinkedHashMap<>();
  private final AudioMix sum = new AudioMix();
  private final float[] block = new float[AudioFormat.BLOCK_SAMPLES];
  private final MixedPicture picture;
  private MixConfig config;
  private AudioEncoder audioEncoder;
  private long startNs = Long.MIN_VALUE;
  private long blocks;

  Mix(MediaRoom room, MixConfig config, Codec video, MixOutput output, MixEar ear) throws CodecException {
    this.room = room;
    this.config = config;
    this.output = output;
    this.ear = ear;
    audioEncoder = new AudioEncoder(AudioCodec.OPUS, config.audioBitrateBps());
    try {
      picture = new MixedPicture(config, video);
    } catch (CodecException e) {
      audioEncoder.close();
      throw e;
    }
  }

  /** Takes a stream in; one of its name is replaced where it is. */
  void add(MixedStream stream) throws CodecException {
    StreamInput before = streams.get(stream.streamId());
    if (before != null) {
      before.close();
      sum.close(stream.streamId());
    }
    try {
      streams.put(stream.streamId(), new StreamInput(stream, room, sound(stream), ear));
    } catch (CodecException | RuntimeException e) {
      remove(stream.streamId());
      throw e;
    }
  }

  private @Nullable AudioInput sound(MixedStream stream) {
    return hears(config, stream) ? sum.open(stream.streamId()) : null;
  }

  private static boolean hears(MixConfig by, MixedStream stream) {
    return stream.audio() != null && !stream.encrypted() && by.wantsAudio(stream.userId(), stream.streamId());
  }

  void remove(String streamId) {
    StreamInput gone = streams.remove(streamId);
    if (gone != null) {
      gone.close();
      sum.close(streamId);
    }
  }

  void mute(String streamId, MediaKind kind, boolean muted) {
    StreamInput stream = streams.get(streamId);
    if (stream != null && kind == MediaKind.VIDEO) {
      stream.mute(muted);
    }
  }

  /** Replaces all that is asked; when that cannot be done, all stays as it is. */
  void configure(MixConfig next) throws CodecException {
    AudioEncoder encoder = next.audioBitrateBps() == config.audioBitrateBps() ? audioEncoder
      : new AudioEncoder(AudioCodec.OPUS, next.audioBitrateBps());
    try {
      picture.configure(next);
    } catch (CodecException e) {
      if (encoder != audioEncoder) {
        encoder.close();
      }
      throw e;
    }
    if (encoder != audioEncoder) {
      audioEncoder.close();
      audioEncoder = encoder;
    }
    MixConfig before = config;
    config = next;
    for (StreamInput stream : streams.values()) {
      if (hears(before, stream.stream()) != hears(next, stream.stream())) {
        sum.close(stream.streamId());
        stream.hear(sound(stream.stream()));
      }
    }
  }

  void wantKeyframe() {
    picture.wantKeyframe();
  }

  /** Makes what is due; returns when the next is. */
  long turn(long nowNs) throws CodecException {
    if (startNs == Long.MIN_VALUE) {
      startNs = nowNs;
      picture.begin(nowNs);
    } else if (nowNs - nextNs() > LATE_NS) {
      blocks = Math.max(blocks, (nowNs - startNs) / AudioFormat.BLOCK_NS);
      picture.skipTo(nowNs);
    }
    streams.values().forEach(stream -> stream.turn(nowNs));
    while (blockNs() <= nowNs) {
      mixBlock(blockNs());
      blocks++;
    }
    if (picture.dueNs() <= nowNs) {
      picture.draw(streams, output);
    }
    return nextNs();
  }

  private long blockNs() {
    return startNs + blocks * AudioFormat.BLOCK_NS;
  }

  private long nextNs() {
    return Math.min(blockNs(), picture.dueNs());
  }

  private void mixBlock(long dueNs) {
    sum.mix(block, name -> {
      StreamInput stream = streams.get(name);
      return stream == null ? Double.NaN : stream.soundDue(dueNs);
    });
    long before = blocks * AudioFormat.BLOCK_FRAMES;
    audioEncoder.encode(block, AudioFormat.BLOCK_FRAMES, packet -> output.onAudio(packet, before));
  }

  @Override
  public void close() {
    streams.values().forEach(StreamInput::close);
    streams.clear();
    picture.close();
    audioEncoder.close();
  }
}
