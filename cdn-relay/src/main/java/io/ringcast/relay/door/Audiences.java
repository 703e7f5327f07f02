package io.ringcast.relay.door;

import io.ringcast.relay.media.Frame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** The live streams that somebody reads on the sockets' thread, each taken once for all of them. Owned by that thread. */
final class Audiences {
  private final Executor thread;
  private final Executor blocking;
  private final Map<Object, Audience> byStream = new HashMap<>();

  /**
   * Nobody yet.
   *
   * @param thread the sockets'
   * @param blocking where one may wait
   */
  Audiences(Executor thread, Executor blocking) {
    this.thread = thread;
    this.blocking = blocking;
  }

  /** Those who read a stream; when they were nobody, it is taken from now on. */
  Audience of(PlayedStreams.Played stream) {
    Audience known = byStream.get(stream.id());
    if (known != null && !known.ended()) {
      return known;
    }
    Intake intake = new Intake(stream);
    byStream.put(stream.id(), intake.audience);
    blocking.execute(intake::begin);
    return intake.audience;
  }

  private final class Intake implements PlayedStreams.Taker {
    private final PlayedStreams.Played stream;
    private final Audience audience = new Audience(this::deserted);

    Intake(PlayedStreams.Played stream) {
      this.stream = stream;
    }

    void begin() {
      try {
        stream.take(this);
      } catch (StreamRefusedException e) {
        thread.execute(this::onEnd);
      }
    }

    @Override
    public void onFrames(List<Frame> frames) {
      audience.append(frames);
    }

    @Override
    public void onEnd() {
      byStream.remove(stream.id(), audience);
      audience.end();
    }

    private void deserted() {
      byStream.remove(stream.id(), audience);
      blocking.execute(() -> stream.leave(this));
      audience.end();
    }
  }
}
