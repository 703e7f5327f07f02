package io.ringcast.relay.rtmp;

import io.ringcast.relay.amf.AmfValue;
import io.ringcast.relay.flv.FlvTag;
import io.ringcast.relay.flv.TagFrames;
import io.ringcast.relay.flv.TagSequence;
import io.ringcast.relay.flv.TagSkip;
import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One connection as its server sees it: a client that publishes a stream, or plays one. Owned by one thread.
 *
 * <pre>
 * Shaking    → Connecting   the handshake is over
 * Connecting → Connected    connect
 * Connected  → Asked        publish, play: the listener is asked
 * Asked      → Publishing   accept, of publish: frames go to the listener
 * Asked      → Playing      accept, of play: frames may be sent
 * any        → Ended        refused, stopped, closed, silent too long, bytes that cannot be read
 * </pre>
 */
public final class RtmpServer {
  /** From the first byte to publish or play; a network of half a second's round trip needs four. */
  static final long SETUP_NS = 10_000_000_000L;
  /** An encoder sends sound or pictures all the time. */
  static final long SILENCE_NS = 30_000_000_000L;
  /** A publisher of which nothing is understood is told so within seconds. */
  private static final int FOREIGN_TAGS_MAX = 200;
  private static final long NEVER = Long.MAX_VALUE;
  private static final int STREAM_ID = 1;
  private static final String EXPIRED = "The token has expired.";

  /** Who decides, and takes what comes. */
  public interface Listener {
    /** Answered by {@link #accept} or {@link #refuse}, now or later. */
    void onRequest(RtmpRequest request);

    /** The publisher sent a frame. */
    void onFrame(Frame frame);

    /** It is over; what was sent before is to be written, then the connection closed. */
    void onEnd(RtmpEnd reason);
  }

  private final Listener listener;
  private final RtmpLink link;
  private final TagFrames incoming = new TagFrames();
  private final TagSequence outgoing = new TagSequence();
  private ServerState state = new ServerState.Shaking();
  private long nowNs;
  private long deadlineNs;
  private boolean understood;

  public RtmpServer(RandomGenerator random, Outbox out, Listener listener, long nowNs) {
    this.listener = listener;
    this.nowNs = nowNs;
    deadlineNs = nowNs + SETUP_NS;
    link = new RtmpLink(Handshake.asServer(random), out, new Commands());
  }

  /** Takes the next bytes of the connection. */
  public void take(byte[] bytes, int offset, int length, long nowNs) {
    this.nowNs = nowNs;
    if (state instanceof ServerState.Publishing && length > 0) {
      deadlineNs = nowNs + SILENCE_NS;
    }
    if (!ended()) {
      link.take(bytes, offset, length);
    }
  }

  /** Lets the client do what it asked for; without effect when it does not wait for that. */
  public void accept() {
    if (!(state instanceof ServerState.Asked asked)) {
      return;
    }
    if (asked.request().purpose() == RtmpRequest.Purpose.PUBLISH) {
      status(asked.streamId(), "status", "NetStream.Publish.Start", "Publishing.");
      state = new ServerState.Publishing(asked.request(), asked.streamId());
      deadlineNs = nowNs + SILENCE_NS;
    } else {
      link.streamBegins(asked.streamId());
      status(asked.streamId(), "status", "NetStream.Play.Reset", "Playing from the start.");
      status(asked.streamId(), "status", "NetStream.Play.Start", "Playing.");
      state = new ServerState.Playing(asked.request(), asked.streamId());
      deadlineNs = NEVER;
    }
  }

  /** Does not let it; it is told why, and the connection ends. */
  public void refuse(String why) {
    if (state instanceof ServerState.Asked asked) {
      boolean publish = asked.request().purpose() == RtmpRequest.Purpose.PUBLISH;
      status(asked.streamId(), "error", publish ? "NetStream.Publish.BadName" : "NetStream.Play.Failed", why);
      end(RtmpEnd.REFUSED);
    }
  }

  /** Tells the player what the stream holds. */
  public void describe(@Nullable H264Config video, @Nullable AacConfig audio) {
    if (state instanceof ServerState.Playing playing) {
      link.send(new RtmpMessage(RtmpMessage.DATA, playing.streamId(), 0, TagSequence.metadata(video, audio)));
    }
  }

  /** Sends a frame to the player, its configuration before it where it does not have it. */
  public void send(Frame frame) {
    if (state instanceof ServerState.Playing playing) {
      outgoing.take(frame, tag -> link.send(new RtmpMessage(tag.type(), playing.streamId(), tag.timestampMs(), tag.body())));
    }
  }

  /** Sends what the player needs before this frame; whether {@link #chunks} of it may be sent next. */
  public boolean prepare(Frame frame) {
    if (!(state instanceof ServerState.Playing playing) || playing.streamId() != STREAM_ID) {
      return false;
    }
    FlvTag tag = outgoing.configuration(frame);
    if (tag != null) {
      link.send(new RtmpMessage(tag.type(), STREAM_ID, tag.timestampMs(), tag.body()));
    }
    return true;
  }

  /** A frame as every player gets it that is {@link #prepare prepared}: made once for all of them. */
  public static byte[] chunks(Frame frame) {
    FlvTag tag = TagSequence.tag(frame);
    return ChunkWriter.write(new RtmpMessage(tag.type(), STREAM_ID, tag.timestampMs(), tag.body()), RtmpLink.CHUNK_BYTES);
  }

  /** Ends it without a word: the peer takes less than it is sent. */
  public void tooSlow() {
    end(RtmpEnd.TOO_SLOW);
  }

  /** Ends it, its token being good no more: it is told so. */
  public void expire() {
    switch (state) {
      case ServerState.Publishing publishing -> status(publishing.streamId(), "error", "NetStream.Publish.Denied", EXPIRED);
      case ServerState.Playing playing -> status(playing.streamId(), "error", "NetStream.Play.Failed", EXPIRED);
      default -> { }
    }
    end(RtmpEnd.TOKEN_EXPIRED);
  }

  /** Ends it from our side; a player is told that the stream is over. */
  public void close() {
    if (state instanceof ServerState.Playing playing) {
      link.streamEnds(playing.streamId());
      status(playing.streamId(), "status", "NetStream.Play.UnpublishNotify", "The stream has ended.");
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

  public ServerState state() {
    return state;
  }

  /** Tags of the publisher that brought no frame, for this reason. */
  public long skipped(TagSkip reason) {
    return incoming.skipped(reason);
  }

  private boolean ended() {
    return state instanceof ServerState.Ended;
  }

  private void end(RtmpEnd reason) {
    if (!ended()) {
      state = new ServerState.Ended(reason);
      deadlineNs = NEVER;
      link.close();
      listener.onEnd(reason);
    }
  }

  private void status(int streamId, String level, String code, String description) {
    link.send(Command.status(level, code, description).message(streamId));
  }

  /** What the client says. */
  private final class Commands implements RtmpLink.Commands {
    @Override
    public void onShaken() {
      state = new ServerState.Connecting();
    }

    @Override
    public void onFault(RtmpEnd reason) {
      end(reason);
    }

    @Override
    public void onMessage(RtmpMessage message) {
      if (message.media()) {
        onMedia(message);
      } else if (message.type() == RtmpMessage.COMMAND || message.type() == RtmpMessage.COMMAND_3) {
        Command command = Command.read(message);
        if (command == null) {
          end(RtmpEnd.BAD_COMMAND);
        } else {
          onCommand(command, message.streamId());
        }
      }
    }

    private void onMedia(RtmpMessage message) {
      if (state instanceof ServerState.Publishing) {
        Frame frame = incoming.take(new FlvTag(message.type(), message.timestampMs(), message.payload()));
        if (frame != null) {
          understood = true;
          listener.onFrame(frame);
        } else if (!understood && incoming.skipped(TagSkip.UNKNOWN_CODEC) >= FOREIGN_TAGS_MAX) {
          end(RtmpEnd.UNKNOWN_CODEC);
        }
      }
    }

    private void onCommand(Command command, int streamId) {
      switch (command.name()) {
        case "connect" -> onConnect(command);
        case "createStream" -> link.send(new Command("_result", command.transaction(),
          List.of(new AmfValue.Nothing(), new AmfValue.Numeric(STREAM_ID))).message(0));
        case "publish" -> onRequest(RtmpRequest.Purpose.PUBLISH, command, streamId);
        case "play" -> onRequest(RtmpRequest.Purpose.PLAY, command, streamId);
        case "deleteStream", "closeStream", "FCUnpublish" -> {
          if (state instanceof ServerState.Publishing || state instanceof ServerState.Playing) {
            end(RtmpEnd.STOPPED_BY_PEER);
          }
        }
        default -> { }
      }
    }

    private void onConnect(Command command) {
      if (!(state instanceof ServerState.Connecting)) {
        end(RtmpEnd.UNEXPECTED_COMMAND);
        return;
      }
      state = new ServerState.Connected(command.field("app"));
      link.announce(true);
      Map<String, AmfValue> server = new LinkedHashMap<>();
      server.put("fmsVer", new AmfValue.Text("FMS/3,0,1,123"));
      server.put("capabilities", new AmfValue.Numeric(31));
      AmfValue.Fields information = Command.information("status", "NetConnection.Connect.Success", "Connected.");
      link.send(new Command("_result", command.transaction(), List.of(new AmfValue.Fields(server, false), information)).message(0));
    }

    private void onRequest(RtmpRequest.Purpose purpose, Command command, int streamId) {
      if (!(state instanceof ServerState.Connected connected)) {
        end(RtmpEnd.UNEXPECTED_COMMAND);
      } else if (command.text(0).isEmpty()) {
        end(RtmpEnd.BAD_COMMAND);
      } else {
        RtmpRequest request = new RtmpRequest(purpose, connected.app(), command.text(0));
        state = new ServerState.Asked(request, streamId);
        listener.onRequest(request);
      }
    }
  }
}
