package io.ringcast.relay.door;

import io.ringcast.relay.media.Frame;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpRequest;
import io.ringcast.relay.rtmp.RtmpServer;
import io.ringcast.relay.support.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server that a push meets: a good one, or one of several bad kinds. A thread for each connection. */
final class FakeRtmpServer implements AutoCloseable {
  /** What it does with a connection. */
  enum Manner {
    TAKES,
    REFUSES,
    /** Says nothing at all. */
    HANGS,
    /** Closes in the midst of its handshake. */
    CLOSES_IN_HANDSHAKE,
    /** Answers with bytes that are no RTMP. */
    BABBLES,
    /** Takes the stream and then reads nothing. */
    STOPS_READING
  }

  private final ServerSocket socket;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final List<RtmpRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile Manner manner;

  FakeRtmpServer(Manner manner, int port) throws IOException {
    this(manner, port, ServerSocketFactory.getDefault());
  }

  FakeRtmpServer(Manner manner, int port, ServerSocketFactory sockets) throws IOException {
    this.manner = manner;
    socket = sockets.createServerSocket(port, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::listen);
  }

  void become(Manner next) {
    manner = next;
  }

  int port() {
    return socket.getLocalPort();
  }

  int accepted() {
    return accepted.get();
  }

  List<Frame> frames() {
    return frames;
  }

  List<RtmpRequest> requests() {
    return requests;
  }

  private void listen() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.add(connection);
        accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (SocketException e) {
      // It was closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      switch (manner) {
        case HANGS -> connection.getInputStream().readAllBytes();
        case CLOSES_IN_HANDSHAKE -> {
          connection.getInputStream().readNBytes(100);
          connection.getOutputStream().write(new byte[] {3, 0, 0});
        }
        case BABBLES -> connection.getOutputStream().write(new byte[4_000]);
        default -> talk(connection);
      }
    } catch (IOException e) {
      // The push has gone.
    }
  }

  private void talk(Socket connection) throws IOException {
    Talk talk = new Talk(connection);
    byte[] bytes = new byte[65_536];
    for (int count = 0; count >= 0; count = connection.getInputStream().read(bytes)) {
      talk.server.take(bytes, 0, count, 0);
      if (talk.asked && manner == Manner.STOPS_READING) {
        talk.server.accept();
        Until.until("the end of the test", socket::isClosed);
      } else if (talk.asked && manner == Manner.REFUSES) {
        talk.server.refuse("No such key.");
        return;
      } else if (talk.asked) {
        talk.server.accept();
      }
    }
  }

  private final class Talk implements RtmpServer.Listener {
    private final RtmpServer server;
    private boolean asked;

    Talk(Socket connection) {
      server = new RtmpServer(new Random(1), bytes -> {
        try {
          connection.getOutputStream().write(bytes);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }, this, 0);
    }

    @Override
    public void onRequest(RtmpRequest request) {
      requests.add(request);
      asked = true;
    }

    @Override
    public void onFrame(Frame frame) {
      frames.add(frame);
    }

    @Override
    public void onEnd(RtmpEnd reason) {}
  }

  /** Closes every connection, and goes on listening. */
  void hangUp() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
    connections.clear();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    hangUp();
  }
}
