package io.ringcast.relay.rtmp;

import io.ringcast.relay.amf.AmfValue;
import io.ringcast.relay.amf.AmfWriter;
import io.ringcast.relay.flv.TagSequence;
import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One connection that publishes a stream on another server. Owned by one thread.
 *
 * <pre>
 * Shaking    → Connecting   the handshake is over: connect goes out
 * Connecting → Creating     connected: releaseStream, FCPublish and createStream go out
 * Creating   → Asking       the stream has a number: publish goes out
 * Asking     → Publishing   NetStream.Publish.Start: frames may be sent
 * any        → Ended        refused, stopped, closed, silent too long, bytes that cannot be read
 * </pre>
 */
public final class RtmpClient {
  /** From the first byte to leave to publish. */
  static final long SETUP_NS = 10_000_000_000L;
  private static final long NEVER = Long.MAX_VALUE;
  private static final int CONNECT = 1;
  private static final int RELEASE = 2;
  private static final int ANNOUNCE = 3;
  private static final int CREATE = 4;
  private static final int PUBLISH = 5;

  /** Who has something to send. */
  public interface Listener {
    /** Frames may be sent from now on. */
    void onPublishing();

    void onEnd(RtmpEnd reason);
  }

  private final RtmpTarget target;
  private final Listener listener;
  private final RtmpLink link;
  private final TagSequence outgoing = new TagSequence();
  private ClientState state = new ClientState.Shaking();
  private long deadlineNs;

  public RtmpClient(RtmpTarget target, RandomGenerator random, Outbox out, Listener listener, long nowNs) {
    this.target = target;
    this.listener = listener;
    deadlineNs = nowNs + SETUP_NS;
    link = new RtmpLink(Handshake.asClient(random, out), out, new Commands());
  }

  /** Takes the next bytes of the connection. */
  public void take(byte[] bytes, int offset, int length) {
    if (!ended()) {
      link.take(bytes, offset, length);
    }
  }

  /** Tells the server what the stream holds. */
  public void describe(@Nullable H264Config video, @Nullable AacConfig audio) {
    if (state instanceof ClientState.Publishing publishing) {
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      data.writeBytes(new AmfWriter().text("@setDataFrame").bytes());
      data.writeBytes(TagSequence.metadata(video, audio));
      link.send(new RtmpMessage(RtmpMessage.DATA, publishing.streamId(), 0, data.toByteArray()));
    }
  }

  /** Sends a frame, its configuration before it where the server does not have it. */
  public void send(Frame frame) {
    if (state instanceof ClientState.Publishing publishing) {
      outgoing.take(frame, tag -> link.send(new RtmpMessage(tag.type(), publishing.streamId(), tag.timestampMs(), tag.body())));
    }
  }

  /** Ends it from our side, in order where it has begun. */
  public void close() {
    if (state instanceof ClientState.Publishing publishing) {
      link.send(Command.of("FCUnpublish", PUBLISH + 1, target.name()).message(0));
      link.send(new Command("deleteStream", PUBLISH + 2,
        List.of(new AmfValue.Nothing(), new AmfValue.Numeric(publishing.streamId()))).message(0));
    }
    end(RtmpEnd.CLOSED);
  }

  /** The connection was closed by the other side. */
  public void onPeerClosed() {
    end(RtmpEnd.CLOSED_BY_PEER);
  }

  /** To be called when {@link #nextDeadlineNs} has come. */
  public void onDeadline(long nowNs) {
    if (deadlineNs != NEVER && nowNs - deadlineNs >= 0) {
      end(RtmpEnd.TIMEOUT);
    }
  }

  public long nextDeadlineNs() {
    return deadlineNs;
  }

  public ClientState state() {
    return state;
  }

  private boolean ended() {
    return state instanceof ClientState.Ended;
  }

  private void end(RtmpEnd reason) {
    if (!ended()) {
      state = new ClientState.Ended(reason);
      deadlineNs = NEVER;
      link.close();
      listener.onEnd(reason);
    }
  }

  /** What the server says. */
  private final class Commands implements RtmpLink.Commands {
    @Override
    public void onShaken() {
      state = new ClientState.Connecting();
      Map<String, AmfValue> client = new LinkedHashMap<>();
      client.put("app", new AmfValue.Text(target.app()));
      client.put("type", new AmfValue.Text("nonprivate"));
      client.put("flashVer", new AmfValue.Text("FMLE/3.0 (compatible; Ringcast)"));
      client.put("tcUrl", new AmfValue.Text(target.url()));
      link.send(new Command("connect", CONNECT, List.of(new AmfValue.Fields(client, false))).message(0));
    }

    @Override
    public void onFault(RtmpEnd reason) {
      end(reason);
    }

    @Override
    public void onMessage(RtmpMessage message) {
      if (message.type() != RtmpMessage.COMMAND && message.type() != RtmpMessage.COMMAND_3) {
        return;
      }
      Command command = Command.read(message);
      if (command == null) {
        end(RtmpEnd.BAD_COMMAND);
        return;
      }
      switch (command.name()) {
        case "_result" -> onResult(command);
        case "_error" -> onError(command);
        case "onStatus" -> onStatus(command);
        case "close" -> end(RtmpEnd.STOPPED_BY_PEER);
        default -> { }
      }
    }

    private void onResult(Command command) {
      if (state instanceof ClientState.Connecting && command.transaction() == CONNECT) {
        state = new ClientState.Creating();
        link.announce(false);
        link.send(Command.of("releaseStream", RELEASE, target.name()).message(0));
        link.send(Command.of("FCPublish", ANNOUNCE, target.name()).message(0));
        link.send(Command.of("createStream", CREATE).message(0));
      } else if (state instanceof ClientState.Creating && command.transaction() == CREATE) {
        int streamId = command.id(0);
        if (streamId < 0) {
          end(RtmpEnd.BAD_COMMAND);
          return;
        }
        state = new ClientState.Asking(streamId);
        link.send(Command.of("publish", PUBLISH, target.name(), "live").message(streamId));
      }
    }

    /** Servers that know no releaseStream or FCPublish say so and go on. */
    private void onError(Command command) {
      if (command.transaction() == CONNECT) {
        end(RtmpEnd.CONNECT_REFUSED);
      } else if (command.transaction() == CREATE || command.transaction() == PUBLISH) {
        end(RtmpEnd.PUBLISH_REFUSED);
      }
    }

    private void onStatus(Command command) {
      boolean publishing = state instanceof ClientState.Publishing;
      boolean error = command.arguments().size() > 1 && AmfValue.textOf(command.arguments().get(1), "level", "").equals("error");
      if (state instanceof ClientState.Asking asking && command.code().equals("NetStream.Publish.Start")) {
        state = new ClientState.Publishing(asking.streamId());
        deadlineNs = NEVER;
        listener.onPublishing();
      } else if (error) {
        end(publishing ? RtmpEnd.STOPPED_BY_PEER : RtmpEnd.PUBLISH_REFUSED);
      } else if (publishing && command.code().equals("NetStream.Unpublish.Success")) {
        end(RtmpEnd.STOPPED_BY_PEER);
      }
    }
  }
}
