package io.ringcast.server.rtmp;

import io.ringcast.relay.door.PlayedStreams;
import io.ringcast.relay.door.Pushes;
import io.ringcast.relay.door.RunningPush;
import io.ringcast.relay.door.StreamRefusedException;
import io.ringcast.relay.live.StreamName;
import io.ringcast.relay.push.PushReason;
import io.ringcast.relay.push.PushState;
import io.ringcast.relay.push.PushUrl;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.push.PushFaultException;
import io.ringcast.signaling.push.PushFaultException.Fault;
import io.ringcast.signaling.push.PushStatus;
import io.ringcast.signaling.push.PushStep;
import io.ringcast.signaling.push.Pushers;
import org.jspecify.annotations.Nullable;

/** The pushes of this process, for the rooms of this process. */
final class PushersHere implements Pushers {
  private final StreamsHere streams;
  private final Pushes pushes;

  PushersHere(StreamsHere streams, Pushes pushes) {
    this.streams = streams;
    this.pushes = pushes;
  }

  private record Url(PushUrl url) implements Target {
    @Override
    public String shown() {
      return url.serverUrl();
    }
  }

  @Override
  public Target read(String url) throws PushFaultException {
    PushUrl read = PushUrl.read(url);
    if (read == null) {
      throw new PushFaultException(Fault.URL, "Send rtmp://HOST/APPLICATION/KEY, rtmps://… or"
        + " srt://HOST:PORT?streamid=…&passphrase=…&pbkeylen=…&latency=MILLISECONDS, without a user's name.");
    }
    if (!Pushes.speaks(read)) {
      throw new PushFaultException(Fault.URL, "This server pushes over RTMP and RTMPS, and has no SRT.");
    }
    return new Url(read);
  }

  @Override
  public Running start(RoomKey room, @Nullable String streamId, Target target, Ear ear) throws PushFaultException {
    if (!(target instanceof Url(PushUrl url))) {
      throw new IllegalArgumentException("somebody else read this URL");
    }
    PlayedStreams.Played stream;
    try {
      stream = streams.open(new StreamName(room.appId(), room.roomId(), streamId));
    } catch (StreamRefusedException e) {
      throw new PushFaultException(Fault.STREAM, e.detail());
    }
    return new Begun(pushes.start(url, stream, state -> ear.onStatus(status(state))));
  }

  private static PushStatus status(PushState state) {
    return switch (state) {
      case PushState.Connecting connecting -> new PushStatus(PushStep.CONNECTING, null, connecting.attempt());
      case PushState.Running running -> new PushStatus(PushStep.RUNNING, null, 1);
      case PushState.Retrying retrying -> new PushStatus(PushStep.RETRYING, retrying.reason().name(), retrying.attempt());
      case PushState.Stopped stopped -> new PushStatus(PushStep.STOPPED, stopped.reason().name(), 1);
      case PushState.Failed failed -> new PushStatus(PushStep.FAILED, failed.reason().name(), 1);
    };
  }

  private record Begun(RunningPush push) implements Running {
    @Override
    public void stop() {
      push.stop(PushReason.STOPPED);
    }

    @Override
    public long sentBytes() {
      return push.sentBytes();
    }
  }
}
