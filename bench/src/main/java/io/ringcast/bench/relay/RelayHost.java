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
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpRequest;
import io.ringcast.relay.rtmp.RtmpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The process that is measured: the RTMP port and its players as in the server, and one publisher whose stream they play. */
final class RelayHost implements PlayedStreams, PlayedStreams.Played {
  private static final int READ_BYTES = 65_536;

  private final LiveLoop loop = new LiveLoop(System::nanoTime);
  private final Set<Taker> takers = ConcurrentHashMap.newKeySet();

  /** @param arguments the port for players, and the one for the publisher */
  public static void main(String[] arguments) throws IOException {
    RelayHost host = new RelayHost();
    // Players' port last: who waits for the host asks there.
    try (ServerSocket publishers = new ServerSocket(Integer.parseInt(arguments[1]), 1, InetAddress.getLoopbackAddress())) {
      host.open(Integer.parseInt(arguments[0]));
      host.serve(publishers);
    }
  }

  private void open(int port) throws IOException {
    RtmpDoor.Inside inside = new RtmpDoor.Inside((stream, from, ear) -> {
      throw new StreamRefusedException(StreamRefusal.UNAVAILABLE, "The publisher's port is another.");
    }, this, new Audiences(loop));
    RtmpDoor door = RtmpDoor.open(List.of(InetAddress.getLoopbackAddress()), port, loop, inside, DoorLimits.DEFAULT, new Random(1));
    System.out.println("plays on " + door.port());
  }

  private void serve(ServerSocket publishers) throws IOException {
    while (true) {
      try (Socket publisher = publishers.accept()) {
        publisher.setTcpNoDelay(true);
        take(publisher);
      }
    }
  }

  private void take(Socket publisher) throws IOException {
    Intake intake = new Intake(publisher);
    byte[] bytes = new byte[READ_BYTES];
    for (int count = publisher.getInputStream().read(bytes); count >= 0; count = publisher.getInputStream().read(bytes)) {
      intake.server.take(bytes, 0, count, System.nanoTime());
    }
  }

  private final class Intake implements RtmpServer.Listener {
    private final RtmpServer server;

    Intake(Socket publisher) {
      server = new RtmpServer(new Random(1), bytes -> {
        try {
          publisher.getOutputStream().write(bytes);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }, this, System.nanoTime());
    }

    @Override
    public void onRequest(RtmpRequest request) {
      server.accept();
    }

    @Override
    public void onFrame(Frame frame) {
      loop.execute(() -> takers.forEach(taker -> taker.onFrames(List.of(frame))));
    }

    @Override
    public void onEnd(RtmpEnd reason) {}
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
