package io.ringcast.server.rtmp;

import io.ringcast.relay.door.LiveLoop;
import io.ringcast.relay.door.PlayedStreams;
import io.ringcast.relay.door.StreamRefusal;
import io.ringcast.relay.door.StreamRefusedException;
import io.ringcast.relay.live.FrameFlow;
import io.ringcast.relay.live.LiveEnd;
import io.ringcast.relay.live.LiveRefusedException;
import io.ringcast.relay.live.RunningStream;
import io.ringcast.relay.media.Frame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A live stream that is taken to the sockets' thread. */
final class LiveFlow implements PlayedStreams.Played {
  /** Batches on their way at a time. */
  private static final int BATCHES = 8;

  private final LiveLoop loop;
  private final RunningStream stream;
  private final long validNs;
  private final Map<PlayedStreams.Taker, FrameFlow> flows;

  /** @param flows of all streams, by who takes them */
  LiveFlow(LiveLoop loop, RunningStream stream, long validNs, Map<PlayedStreams.Taker, FrameFlow> flows) {
    this.loop = loop;
    this.stream = stream;
    this.validNs = validNs;
    this.flows = flows;
  }

  static Map<PlayedStreams.Taker, FrameFlow> flows() {
    return new ConcurrentHashMap<>();
  }

  @Override
  public Object id() {
    return stream.id();
  }

  @Override
  public long validNs() {
    return validNs;
  }

  @Override
  public void take(PlayedStreams.Taker taker) throws StreamRefusedException {
    Relay relay = new Relay(taker);
    FrameFlow flow = new FrameFlow(stream, loop, relay);
    relay.flow = flow;
    flows.put(taker, flow);
    flow.request(BATCHES);
    try {
      flow.start();
    } catch (LiveRefusedException e) {
      flows.remove(taker);
      throw new StreamRefusedException(StreamRefusal.NO_SUCH_STREAM, e.detail());
    }
  }

  @Override
  public void leave(PlayedStreams.Taker taker) {
    FrameFlow flow = flows.remove(taker);
    if (flow != null) {
      flow.stop();
    }
  }

  /** Hands over what comes, and asks for as much again. */
  private final class Relay implements FrameFlow.Taker {
    private final PlayedStreams.Taker taker;
    private volatile FrameFlow flow;

    @SuppressWarnings("NullAway.Init")
    Relay(PlayedStreams.Taker taker) {
      this.taker = taker;
    }

    @Override
    public void onFrames(List<Frame> frames) {
      taker.onFrames(frames);
      flow.request(1);
    }

    @Override
    public void onEnd(LiveEnd reason) {
      flows.remove(taker);
      taker.onEnd();
    }
  }
}
