package io.ringcast.events.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver that answers whatever a test tells it to, byte by byte, proper HTTP or not. */
public final class RawReceiver implements AutoCloseable {

  /** What came. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Request(String head, byte[] body) {

    public String header(String name) {
      return head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
        .map(line -> line.substring(name.length() + 1).trim()).findFirst().orElse("");
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Writes an answer; the connection stays open for another request when it returns true. */
  public interface Answer {
    boolean to(Request request, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Answer answer;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  public RawReceiver(Answer answer) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
  }

  public RawReceiver(ServerSocket server, Answer answer) {
    this.server = server;
    this.answer = answer;
    Thread.ofVirtual().start(this::accept);
  }

  public static RawReceiver answering(String answer) throws IOException {
    return new RawReceiver((request, out) -> {
      out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
      return true;
    });
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  public int port() {
    return server.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  public List<Request> requests() {
    return requests;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean more = true;
      while (more) {
        Request request = read(in);
        if (request == null) {
          return;
        }
        requests.add(request);
        more = answer.to(request, socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The sender has had enough.
    }
  }

  private static Request read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    Request bare = new Request(head.toString(StandardCharsets.ISO_8859_1), new byte[0]);
    return new Request(bare.head(), in.readNBytes(Integer.parseInt(bare.header("Content-Length"))));
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
