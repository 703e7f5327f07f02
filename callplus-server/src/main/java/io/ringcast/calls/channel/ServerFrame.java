package io.ringcast.calls.channel;

import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.exchange.DeviceNotice;
import io.ringcast.calls.exchange.UserView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device is told. */
public sealed interface ServerFrame {
  /**
   * The answer to hello.
   *
   * @param lastNumber of the last event before the first one that follows
   * @param snapshot how things stand; null when the session goes on and what was missed follows
   */
  record Welcomed(String sessionId, String userId, long nowMs, long graceMs, long lastNumber, @Nullable Snapshot snapshot)
      implements ServerFrame {}

  /**
   * @param calls those that the user takes part in, and that ring it
   * @param open running calls that it may come back to
   */
  record Snapshot(List<SeenCall> calls, List<SeenCall> open, Habits habits) {
    public Snapshot {
      calls = List.copyOf(calls);
      open = List.copyOf(open);
    }
  }

  record Answered(String requestId, Reply reply) implements ServerFrame {}

  record Refused(String requestId, Refusal refusal) implements ServerFrame {}

  /**
   * Something happened.
   *
   * @param pass into the call's room, where the notice opens it to the device
   */
  record Happened(long number, DeviceNotice notice, @Nullable Pass pass) implements ServerFrame {}

  /** What a user who is watched does now. */
  record News(UserView user) implements ServerFrame {}
}
