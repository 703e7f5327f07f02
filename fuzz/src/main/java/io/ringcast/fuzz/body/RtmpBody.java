package io.ringcast.fuzz.body;

import io.ringcast.relay.media.Frame;
import io.ringcast.relay.rtmp.ClientState;
import io.ringcast.relay.rtmp.RtmpClient;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpRequest;
import io.ringcast.relay.rtmp.RtmpServer;
import io.ringcast.relay.rtmp.RtmpTarget;
import io.ringcast.relay.rtmp.ServerState;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What either end of an RTMP connection reads behind the handshake: whole and in pieces it comes to the same, and ends at most once. */
public final class RtmpBody implements FuzzBody {
  private static final int HANDSHAKE_BYTES = 1 + 2 * 1_536;
  private static final int HEAD = 2;
  private static final long SEED = 3;
  /** What an end may say to so many bytes, above the largest thing it says by itself. */
  private static final int ANSWER_FACTOR = 30;
  private static final int ANSWER_BYTES = 8_192;

  /** One end and what became of it. */
  private static final class End implements RtmpServer.Listener, RtmpClient.Listener {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int frames;
    private int ends;
    private @Nullable RtmpServer server;
    private @Nullable RtmpClient client;

    static End of(boolean server) {
      End end = new End();
      if (server) {
        end.server = new RtmpServer(new Random(SEED), end::send, end, 0);
      } else {
        end.client = new RtmpClient(new RtmpTarget("rtmp://h/live", "live", "key"), new Random(SEED), end::send, end, 0);
      }
      return end;
    }

    private void send(byte[] bytes) {
      Invariant.holds(ends == 0, "nothing is sent after the end");
      sent.writeBytes(bytes);
    }

    void take(byte[] bytes, int offset, int length) {
      if (server != null) {
        server.take(bytes, offset, length, 0);
      } else if (client != null) {
        client.take(bytes, offset, length);
      }
    }

    boolean over() {
      return server != null ? server.state() instanceof ServerState.Ended : client != null && client.state() instanceof ClientState.Ended;
    }

    @Override
    public void onRequest(RtmpRequest request) {
      if (server != null) {
        server.accept();
        server.send(LiveFrames.frame(3, 0));
      }
    }

    @Override
    public void onFrame(Frame frame) {
      Invariant.holds(ends == 0, "no frame after the end");
      frames++;
    }

    @Override
    public void onPublishing() {
      if (client != null) {
        client.send(LiveFrames.frame(3, 0));
      }
    }

    @Override
    public void onEnd(RtmpEnd reason) {
      ends++;
    }
  }

  @Override
  public void take(byte[] input) {
    if (input.length < HEAD) {
      return;
    }
    byte[] stream = new byte[HANDSHAKE_BYTES + input.length - HEAD];
    stream[0] = 3;
    System.arraycopy(input, HEAD, stream, HANDSHAKE_BYTES, input.length - HEAD);
    boolean server = (input[1] & 1) == 0;
    End whole = read(End.of(server), stream, stream.length);
    End cut = read(End.of(server), stream, 1 + (input[0] & 0xFF));
    Invariant.holds(whole.frames == cut.frames, "as many frames");
    Invariant.holds(whole.over() == cut.over() && whole.ends == (whole.over() ? 1 : 0), "one end, or none");
    Invariant.holds(whole.sent.size() <= ANSWER_BYTES + ANSWER_FACTOR * input.length, "answers are bounded");
  }

  private static End read(End end, byte[] stream, int piece) {
    for (int at = 0; at < stream.length; at += piece) {
      end.take(stream, at, Math.min(piece, stream.length - at));
    }
    return end;
  }

  /** A publishing client and its server talk; what each hears behind the handshake. */
  @Override
  public List<byte[]> seeds() {
    End server = End.of(true);
    End client = End.of(false);
    int toServer = 0;
    int toClient = 0;
    while (toServer < client.sent.size() || toClient < server.sent.size()) {
      byte[] said = client.sent.toByteArray();
      server.take(said, toServer, said.length - toServer);
      toServer = said.length;
      byte[] answered = server.sent.toByteArray();
      client.take(answered, toClient, answered.length - toClient);
      toClient = answered.length;
    }
    return List.of(seed(client.sent.toByteArray(), 0), seed(server.sent.toByteArray(), 1));
  }

  private static byte[] seed(byte[] said, int role) {
    byte[] seed = new byte[HEAD + said.length - HANDSHAKE_BYTES];
    seed[0] = 40;
    seed[1] = (byte) role;
    System.arraycopy(said, HANDSHAKE_BYTES, seed, HEAD, said.length - HANDSHAKE_BYTES);
    return seed;
  }

  @Override
  public List<String> words() {
    return Arrays.asList("connect", "createStream", "publish", "play", "deleteStream", "_result", "_error", "onStatus",
      "NetStream.Publish.Start", "app", "level", "error", "code");
  }
}
