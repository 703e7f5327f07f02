package io.ringcast.bench.relay;

import io.ringcast.relay.media.Frame;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpRequest;
import io.ringcast.relay.rtmp.RtmpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.function.Consumer;

/** The process that is measured: one publisher, and a port whose players get its stream as from the server. */
final class RelayHost {
  private static final int READ_BYTES = 65_536;

  private final Consumer<Frame> players;

  private RelayHost(Consumer<Frame> players) {
    this.players = players;
  }

  /** @param arguments the players' {@link Way}, their port, and the one for the publisher */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[1]);
    // Players' port last: who waits for the host asks there.
    try (ServerSocket publishers = new ServerSocket(Integer.parseInt(arguments[2]), 1, InetAddress.getLoopbackAddress())) {
      Consumer<Frame> players = switch (Way.valueOf(arguments[0])) {
        case RTMP -> RtmpPlay.open(port);
        case FLV -> FlvPlay.open(port);
      };
      new RelayHost(players).serve(publishers);
    }
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
      players.accept(frame);
    }

    @Override
    public void onEnd(RtmpEnd reason) {}
  }
}
