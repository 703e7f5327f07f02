package io.ringcast.signaling.mix;

import io.ringcast.events.Happening;
import io.ringcast.signaling.room.News;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A room's mix as it is asked for now. Owned by the room's queue. */
final class RunningMix {
  private final RoomHost host;
  private final MixPlace place;
  private final Mixes.Running running;
  private final long startedAtMs;
  private MixWish wish;
  private long sequence;

  RunningMix(RoomHost host, MixPlace place, Mixes.Running running, MixWish wish, long startedAtMs) {
    this.host = host;
    this.place = place;
    this.running = running;
    this.wish = wish;
    this.startedAtMs = startedAtMs;
    sequence = wish.sequence() == null ? 1 : wish.sequence();
    tell(News.MixChanged.Step.STARTED);
  }

  Mixes.Running running() {
    return running;
  }

  MixPlace place() {
    return place;
  }

  MixWish wish() {
    return wish;
  }

  /** Replaces all that is asked, unless somebody has asked for something newer. */
  void replace(MixWish next) throws RoomRefusedException {
    Long wished = next.sequence();
    if (wished != null && wished <= sequence) {
      throw new RoomRefusedException(RoomRefusal.STALE_MIX, "The mix has change " + sequence + ": look at it, and send yours as "
          + (sequence + 1) + " if it is still wanted.", List.of());
    }
    sequence = wished == null ? sequence + 1 : wished;
    wish = next;
    running.configure(next.plan());
    place.become(next);
    tell(News.MixChanged.Step.CHANGED);
  }

  void tell(News.MixChanged.Step step) {
    tell(step, null, null);
  }

  /** @param fault why it failed */
  void tell(News.MixChanged.Step step, MixFault fault) {
    tell(step, fault.name(), null);
  }

  /** A stream made it fail, and it goes on without that. */
  void tellLeftOut(String streamId) {
    tell(News.MixChanged.Step.STREAM_LEFT_OUT, null, streamId);
  }

  private void tell(News.MixChanged.Step step, @Nullable String reason, @Nullable String leftOut) {
    host.room().gazette().everybody(new News.MixChanged(step, RoomMixes.STREAM, sequence, reason, leftOut));
    Happening.MixStep told = Happening.MixStep.valueOf(step.name());
    host.note(new Happening.MixChanged(RoomMixes.STREAM, told, wish.cause().name(), sequence, reason, leftOut));
  }

  MixState state() {
    return new MixState(host.key().roomId(), RoomMixes.STREAM, place.self().sid(), sequence, wish.cause(), startedAtMs,
        place.streams(), wish.document());
  }
}
