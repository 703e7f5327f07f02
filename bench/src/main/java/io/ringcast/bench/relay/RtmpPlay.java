package io.ringcast.bench.relay;

import io.ringcast.relay.door.Audiences;
import io.ringcast.relay.door.DoorLimits;
import io.ringcast.relay.door.LiveLoop;
import io.ringcast.relay.door.PlayedStreams;
import io.ringcast.relay.door.RtmpDoor;
import io.ringcast.relay.door.StreamAddress;
import io.ringcast.relay.door.StreamRefusal;
import io.ringcast.relay.door.StreamRefusedException;
import io.ringcast.relay.media.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The RTMP port and its players as in the server; whatever they name, they get the frames that are put in here. */
final class RtmpPlay implements Consumer<Frame>, PlayedStreams, PlayedStreams.Played {
  private final LiveLoop loop = new LiveLoop(System::nanoTime);
  private final Set<Taker> takers = ConcurrentHashMap.newKeySet();

  static RtmpPlay open(int port) throws IOException {
    RtmpPlay play = new RtmpPlay();
    RtmpDoor.Inside inside = new RtmpDoor.Inside((stream, from, ear) -> {
      throw new StreamRefusedException(StreamRefusal.UNAVAILABLE, "The publisher's port is another.");
    }, play, new Audiences(play.loop));
    RtmpDoor.open(List.of(InetAddress.getLoopbackAddress()), port, play.loop, inside, DoorLimits.DEFAULT, new Random(1));
    return play;
  }

  @Override
  public void accept(Frame frame) {
    loop.execute(() -> takers.forEach(taker -> taker.onFrames(List.of(frame))));
  }

  @Override
  public Played open(StreamAddress stream) {
    return this;
  }

  @Override
  public Object id() {
    return "test";
  }

  @Override
  public void take(Taker taker) {
    takers.add(taker);
  }

  @Override
  public void leave(Taker taker) {
    takers.remove(taker);
  }
}
