package io.ringcast.relay.door;

import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One live stream that a test feeds. */
final class FakeStreams implements PlayedStreams, PlayedStreams.Played {
  static final String NAME = "r";

  private final LiveLoop loop;
  private final List<Taker> takers = new CopyOnWriteArrayList<>();
  private long timeUs;
  private long validNs = Long.MAX_VALUE;

  FakeStreams(LiveLoop loop) {
    this.loop = loop;
  }

  @Override
  public Played open(StreamAddress stream) throws StreamRefusedException {
    if (!stream.path().equals(List.of(NAME))) {
      throw new StreamRefusedException(StreamRefusal.NO_SUCH_STREAM, "Nobody publishes there.");
    }
    return this;
  }

  /** Tokens of those who come from now on are good for so long. */
  void valid(long ns) {
    validNs = ns;
  }

  @Override
  public long validNs() {
    return validNs;
  }

  @Override
  public Object id() {
    return NAME;
  }

  @Override
  public void take(Taker taker) {
    takers.add(taker);
  }

  @Override
  public void leave(Taker taker) {
    takers.remove(taker);
  }

  int takers() {
    return takers.size();
  }

  /** A keyframe of so many bytes, a sound and a picture. */
  void feed(int keyframeBytes) {
    List<Frame> frames = new ArrayList<>();
    frames.add(Samples.large(timeUs, keyframeBytes));
    frames.add(Samples.audio(timeUs + 10_000));
    frames.add(Samples.delta(timeUs + 33_000));
    timeUs += 66_000;
    feed(frames);
  }

  void feed(List<Frame> frames) {
    loop.execute(() -> takers.forEach(taker -> taker.onFrames(frames)));
  }

  void end() {
    loop.execute(() -> takers.forEach(Taker::onEnd));
  }
}
