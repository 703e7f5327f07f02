package io.ringcast.signaling.push;

import io.ringcast.events.Happening;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One push of a room's session. Owned by the room's queue. */
final class RoomPush {
  private final String pushId;
  private final @Nullable String streamId;
  private final Pushers.Target target;
  private final boolean listed;
  private final long startedAtMs;
  private PushStatus status = new PushStatus(PushStep.CONNECTING, null, 1);
  private Pushers.@Nullable Running running;
  private boolean stopped;
  /** Why it tries again, told already. */
  private @Nullable String lastReason;

  /** @param listed whether it is there because a document lists it */
  RoomPush(String pushId, @Nullable String streamId, Pushers.Target target, boolean listed, long startedAtMs) {
    this.pushId = pushId;
    this.streamId = streamId;
    this.target = target;
    this.listed = listed;
    this.startedAtMs = startedAtMs;
  }

  String pushId() {
    return pushId;
  }

  @Nullable String streamId() {
    return streamId;
  }

  Pushers.Target target() {
    return target;
  }

  /** Whether a document lists it, and it goes on. */
  boolean listed() {
    return listed && !stopped && !over();
  }

  boolean over() {
    return status.step().over();
  }

  /** It has begun; one that was stopped meanwhile ends at once. */
  void begun(Pushers.Running push) {
    running = push;
    if (stopped) {
      push.stop();
    }
  }

  void stop() {
    stopped = true;
    if (running != null) {
      running.stop();
    }
  }

  /** What is to be told of the change; null when it is one more try for the same reason. */
  @Nullable Happening become(PushStatus next) {
    boolean again = next.step() == PushStep.CONNECTING && next.attempt() > 1;
    boolean same = next.step() == PushStep.RETRYING && Objects.equals(next.reason(), lastReason);
    if (next.step() == PushStep.RETRYING) {
      lastReason = next.reason();
    } else if (next.step() == PushStep.RUNNING) {
      lastReason = null;
    }
    status = next;
    return again || same ? null : happening();
  }

  Happening happening() {
    return new Happening.PushChanged(pushId, streamId, target.shown(), Happening.PushStep.valueOf(status.step().name()), status.reason(),
        status.attempt());
  }

  PushState state() {
    return new PushState(pushId, streamId, target.shown(), status.step(), status.reason(), status.attempt(), startedAtMs,
        running == null ? 0 : running.sentBytes());
  }
}
