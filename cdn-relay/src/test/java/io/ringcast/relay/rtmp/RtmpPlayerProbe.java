package io.ringcast.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.relay.amf.AmfValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** A client that asks to publish or to play, on a blocking socket of the test's thread, which reads no more than it is told to. */
public final class RtmpPlayerProbe implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;
  private final RtmpLink link;
  private final List<String> told = new ArrayList<>();
  private final List<String> media = new ArrayList<>();
  private boolean ended;

  private RtmpPlayerProbe(int port, String app, Command wish) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    link = new RtmpLink(Handshake.asClient(new Random(1), this::write), this::write, new RtmpLink.Commands() {
      @Override
      public void onShaken() {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        fields.put("app", new AmfValue.Text(app));
        link().send(new Command("connect", 1, List.of(new AmfValue.Fields(fields, false))).message(0));
        link().send(Command.of("createStream", 2).message(0));
        link().send(wish.message(1));
      }

      @Override
      public void onMessage(RtmpMessage message) {
        onWord(message);
      }

      @Override
      public void onFault(RtmpEnd reason) {
        throw new AssertionError(reason);
      }
    });
  }

  public static RtmpPlayerProbe play(int port, String app, String name) throws IOException {
    return new RtmpPlayerProbe(port, app, Command.of("play", 3, name));
  }

  public static RtmpPlayerProbe publish(int port, String app, String name) throws IOException {
    return new RtmpPlayerProbe(port, app, Command.of("publish", 3, name, "live"));
  }

  private RtmpLink link() {
    return link;
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      ended = true;
    }
  }

  private void onWord(RtmpMessage message) {
    if (message.type() == RtmpMessage.AUDIO || message.type() == RtmpMessage.VIDEO) {
      media.add(message.type() + " at " + message.timestampMs() + ": " + message.payload().length);
    } else if (message.type() == RtmpMessage.COMMAND) {
      Command command = Command.read(message);
      assertThat(command).isNotNull();
      told.add(command.code().isEmpty() ? command.name() : command.code());
    }
  }

  /** The codes of what it was told. */
  public List<String> told() {
    return told;
  }

  /** Messages of sound and pictures. */
  public List<String> media() {
    return media;
  }

  /** Reads until it was told enough. */
  public void until(Predicate<List<String>> enough) throws IOException {
    while (!enough.test(told)) {
      assertThat(read()).as("told %s", told).isTrue();
    }
  }

  public void untilMedia(int messages) throws IOException {
    while (media.size() < messages) {
      assertThat(read()).as("%d of %d", media.size(), messages).isTrue();
    }
  }

  public void untilEnd() throws IOException {
    while (!ended && read()) {
      assertThat(media).hasSizeLessThan(1_000_000);
    }
  }

  private boolean read() throws IOException {
    byte[] bytes = new byte[65_536];
    int count = socket.getInputStream().read(bytes);
    if (count > 0) {
      link.take(bytes, 0, count);
    }
    return count >= 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
