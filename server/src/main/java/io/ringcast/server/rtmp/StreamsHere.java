package io.ringcast.server.rtmp;

import io.ringcast.http.ProblemException;
import io.ringcast.relay.door.LiveLoop;
import io.ringcast.relay.door.PlayedStreams;
import io.ringcast.relay.door.StreamAddress;
import io.ringcast.relay.door.StreamRefusal;
import io.ringcast.relay.door.StreamRefusedException;
import io.ringcast.relay.live.FrameFlow;
import io.ringcast.relay.live.LiveRefusal;
import io.ringcast.relay.live.LiveRefusedException;
import io.ringcast.relay.live.LiveStreams;
import io.ringcast.relay.live.StreamName;
import io.ringcast.relay.serve.LiveAddress;
import io.ringcast.relay.serve.LiveGate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The live streams of this process, as players at the RTMP port ask for them: with the same names and tokens as over HTTP. */
final class StreamsHere implements PlayedStreams {
  private final LiveLoop loop;
  private final LiveStreams streams;
  private final LiveGate gate;
  private final InstantSource clock;
  private final Map<Taker, FrameFlow> flows = LiveFlow.flows();

  StreamsHere(LiveLoop loop, LiveStreams streams, LiveGate gate, InstantSource clock) {
    this.clock = clock;
    this.loop = loop;
    this.streams = streams;
    this.gate = gate;
  }

  @Override
  public Played open(StreamAddress stream) throws StreamRefusedException {
    if (stream.path().isEmpty()) {
      throw new StreamRefusedException(StreamRefusal.BAD_NAME, "Play live/ROOM, with the LiveURL's token.");
    }
    try {
      LiveGate.Pass pass = gate.pass(address(stream.path()), stream.token());
      Instant end = pass.expiresAt();
      return open(pass.name(), end == null ? Long.MAX_VALUE : Duration.between(clock.instant(), end).toNanos());
    } catch (ProblemException e) {
      throw new StreamRefusedException(refusal(e.problem().status(), stream.token()), e.problem().detail());
    }
  }

  /** A stream without asking whether somebody may have it. */
  Played open(StreamName name) throws StreamRefusedException {
    return open(name, Long.MAX_VALUE);
  }

  private Played open(StreamName name, long validNs) throws StreamRefusedException {
    try {
      return new LiveFlow(loop, streams.open(name), validNs, flows);
    } catch (LiveRefusedException e) {
      throw new StreamRefusedException(refusal(e.reason()), e.detail());
    }
  }

  private static StreamRefusal refusal(LiveRefusal reason) {
    return switch (reason) {
      case TOO_MANY_STREAMS, TOO_MANY_OUTLETS -> StreamRefusal.TOO_MANY;
      case BUSY, UNAVAILABLE, SERVER_CLOSED -> StreamRefusal.UNAVAILABLE;
      case NOT_LIVE, CODEC_NOT_RELAYED, ENCRYPTED -> StreamRefusal.NO_SUCH_STREAM;
    };
  }

  private static LiveAddress address(List<String> path) {
    String second = path.size() > 1 ? path.get(1) : null;
    String third = path.size() > 2 ? path.get(2) : null;
    return new LiveAddress(path.getFirst(), second, third, LiveAddress.Format.FLV);
  }

  private static StreamRefusal refusal(HttpStatus status, @Nullable String token) {
    return switch (status) {
      case UNAUTHORIZED -> token == null ? StreamRefusal.NO_TOKEN : StreamRefusal.BAD_TOKEN;
      case FORBIDDEN -> StreamRefusal.NOT_ALLOWED;
      default -> StreamRefusal.BAD_NAME;
    };
  }
}
