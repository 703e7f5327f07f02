package io.ringcast.mixer.job;

import io.ringcast.mixer.audio.AudioFormat;
import io.ringcast.mixer.audio.AudioInput;
import io.ringcast.mixer.audio.AudioMix;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mix: its streams in the order in which they came, one picture, one sum. It is turned by its thread and knows the time only from
 * there: each turn makes the pictures and blocks of sound that are due by then. What it is late with, and what nobody wants, it leaves out.
 */
final class Mix implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mix.class);
  /** Sound or picture that is later than this does not catch up: it goes on from now. */
  private static final long LATE_NS = 200_000_000;
  /** How often it says what its time is, and what it lost. */
  private static final long CLOCK_EVERY_NS = 1_000_000_000;
  private static final long VIDEO_CLOCK = 90_000;
  private static final long NS_PER_S = 1_000_000_000;

  private final MediaRoom room;
  private final MixOutput output;
  private final MixEar ear;
  private final MixCounters counters;
  private final Map<String, StreamInput> streams = new LinkedHashMap<>();
  private final AudioMix sum = new AudioMix();
  private final float[] block = new float[AudioFormat.BLOCK_SAMPLES];
  private final MixedPicture picture;
  private final MixedSound sound;
  private final DecodeBudget budget = new DecodeBudget();
  private MixConfig config;
  private int first;
  private boolean soundWanted;
  private long startNs;
  private long clockNs = Long.MIN_VALUE;
  private long blocks;

  /** A mix that goes on where another one stopped, which need not have begun. */
  Mix(MediaRoom room, MixMemory memory, Codec video, MixOutput output, MixEar ear, MixSurroundings around) throws CodecException {
    this.room = room;
    this.output = output;
    this.ear = ear;
    counters = around.counters();
    config = memory.config();
    startNs = memory.startNs();
    blocks = memory.blocks();
    sound = new MixedSound(config, blocks);
    try {
      picture = new MixedPicture(config, video, around);
    } catch (CodecException e) {
      sound.close();
      throw e;
    }
    picture.begin(startNs, memory.pictureNs());
    try {
      for (MixedStream stream : memory.streams()) {
        add(stream);
        mute(stream.streamId(), MediaKind.VIDEO, memory.muted().contains(stream.streamId()));
      }
    } catch (CodecException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What another one must know to go on from here. */
  MixMemory memory() {
    Set<String> muted = new LinkedHashSet<>();
    streams.values().stream().filter(StreamInput::isMuted).forEach(stream -> muted.add(stream.streamId()));
    return new MixMemory(config, streams.values().stream().map(StreamInput::stream).toList(), muted, startNs, blocks, picture.dueNs());
  }

  /** Takes a stream in; one of its name becomes this one where it is. */
  void add(MixedStream stream) throws CodecException {
    StreamInput before = streams.get(stream.streamId());
    try {
      if (before == null) {
        streams.put(stream.streamId(), new StreamInput(stream, room, input(stream), ear, counters));
      } else {
        before.become(stream, () -> {
          sum.close(stream.streamId());
          return input(stream);
        });
      }
    } catch (CodecException | RuntimeException e) {
      remove(stream.streamId());
      throw e;
    }
  }

  private @Nullable AudioInput input(MixedStream stream) {
    return hears(config, stream) ? sum.open(stream.streamId()) : null;
  }

  private boolean hears(MixConfig by, MixedStream stream) {
    return soundWanted && stream.isHeardBy(by);
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
    MixedSound.Change change = sound.prepare(next);
    try {
      picture.configure(next);
    } catch (CodecException e) {
      change.abandon();
      throw e;
    }
    change.make(blocks);
    config = next;
    hearAgain();
  }

  /** Whether anybody watches and listens: nothing else is decoded and encoded. */
  void wanted(Set<Layer> video, boolean audio) throws CodecException {
    picture.wanted(video);
    if (audio != soundWanted) {
      soundWanted = audio;
      hearAgain();
    }
  }

  private void hearAgain() throws CodecException {
    for (StreamInput stream : streams.values()) {
      if (hears(config, stream.stream()) != stream.isHeard()) {
        sum.close(stream.streamId());
        stream.hear(input(stream.stream()));
      }
    }
  }

  void wantKeyframe(Layer size) {
    picture.wantKeyframe(size);
  }

  /** Makes what is due; returns when the next is. */
  long turn(long nowNs) throws CodecException {
    if (startNs == MixMemory.NOT_BEGUN) {
      startNs = nowNs;
      picture.begin(nowNs, nowNs);
    }
    if (nowNs - blockNs() > LATE_NS) {
      skipSoundTo(nowNs);
    }
    if (nowNs - picture.dueNs() > LATE_NS) {
      picture.skipTo(nowNs);
    }
    turnStreams(nowNs);
    while (blockNs() <= nowNs) {
      mixBlock(blockNs());
      blocks++;
    }
    if (picture.dueNs() <= nowNs) {
      drawPicture();
    }
    if (nowNs >= clockNs) {
      clockNs = nowNs + CLOCK_EVERY_NS;
      output.onClock(nowNs, ticks(nowNs - startNs, VIDEO_CLOCK), ticks(nowNs - startNs, AudioFormat.SAMPLE_RATE));
      streams.values().forEach(StreamInput::account);
    }
    return nextNs();
  }

  /** Each turn another stream is the first to decode. */
  private void turnStreams(long nowNs) throws CodecException {
    budget.renew();
    first = streams.isEmpty() ? 0 : (first + 1) % streams.size();
    List<StreamInput> inTurn = new ArrayList<>(streams.values());
    Collections.rotate(inTurn, -first);
    for (StreamInput stream : inTurn) {
      try {
        StreamFailure.guard(stream, one -> one.turn(nowNs, budget));
      } catch (StreamFailure e) {
        leaveOut(e);
      }
    }
  }

  /** A stream that makes it fail is left out at once, and the same picture made without it; it has at most as many tries as streams. */
  private void drawPicture() throws CodecException {
    for (int tries = streams.size(); ; tries--) {
      try {
        picture.draw(streams, output);
        return;
      } catch (StreamFailure e) {
        if (tries <= 0) {
          throw e;
        }
        leaveOut(e);
      }
    }
  }

  /** From now on it is a card that says who it is, and not heard, until its publisher publishes something else. */
  private void leaveOut(StreamFailure failure) throws CodecException {
    StreamInput failed = streams.get(failure.streamId());
    if (failed == null) {
      return;
    }
    LOG.warn("stream {} makes the mix of room {} fail and is left out of it", failure.streamId(), room.key().roomId(), failure.getCause());
    MixedStream stream = failed.stream();
    add(new MixedStream(stream.userId(), stream.streamId(), null, null, List.of(), stream.screen(), stream.encrypted(), stream.roomId()));
    counters.add(MixCount.STREAM_LEFT_OUT, 1);
    ear.onLeftOut(failure.streamId());
  }

  private void skipSoundTo(long nowNs) {
    long due = Math.max(blocks, (nowNs - startNs) / AudioFormat.BLOCK_NS);
    sound.skip(due - blocks);
    blocks = due;
  }

  private static long ticks(long ns, long clock) {
    return ns / NS_PER_S * clock + ns % NS_PER_S * clock / NS_PER_S;
  }

  private long blockNs() {
    return startNs + blocks * AudioFormat.BLOCK_NS;
  }

  private long nextNs() {
    return Math.min(blockNs(), picture.dueNs());
  }

  private void mixBlock(long dueNs) {
    if (!soundWanted) {
      sound.skip(1);
      return;
    }
    sum.mix(block, name -> {
      StreamInput stream = streams.get(name);
      return stream == null ? Double.NaN : stream.soundDue(dueNs);
    });
    sound.encode(block, output);
  }

  @Override
  public void close() {
    streams.values().forEach(StreamInput::close);
    streams.clear();
    picture.close();
    sound.close();
  }
}
