package io.ringcast.signaling.mix;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.host.Attendance;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Hears from whom media come, so that rooms are mixed whose settings say so. */
public record MixTrigger(Attendance others, Supplier<RoomMixes> mixes, Executor executor) implements Attendance {
  @Override
  public void joined(RoomKey room, String userId) {
    others.joined(room, userId);
  }

  @Override
  public void heard(RoomKey room, String userId) {
    others.heard(room, userId);
    try {
      executor.execute(() -> mixes.get().onPublished(room));
    } catch (RejectedExecutionException e) {
      // The server stops.
    }
  }

  @Override
  public void left(RoomKey room, String userId) {
    others.left(room, userId);
  }
}
