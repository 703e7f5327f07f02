package io.ringcast.relay.door;

import io.ringcast.relay.media.Frame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The live streams that somebody reads on the sockets' thread, each taken once for all of them. Owned by that thread. */
public final class Audiences {
  private final LiveLoop loop;
  private final Map<Object, Audience> byStream = new HashMap<>();

  public Audiences(LiveLoop loop) {
    this.loop = loop;
  }

  /** Those who read a stream; when they were nobody, it is taken from now on. */
  Audience of(PlayedStreams.Played stream) {
    Audience known = byStream.get(stream.id());
    if (known != null && !known.ended()) {
      return known;
    }
    Intake intake = new Intake(stream);
    byStream.put(stream.id(), intake.audience);
    loop.blocking().execute(intake::begin);
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
        loop.execute(this::onEnd);
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
      loop.blocking().execute(() -> stream.leave(this));
      audience.end();
    }
  }
}
