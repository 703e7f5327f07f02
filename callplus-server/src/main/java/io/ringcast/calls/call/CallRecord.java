package io.ringcast.calls.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call in one user's history. Times are the server's, {@link Leg#NOT_YET} for what never came.
 *
 * @param callerId {@link #NOBODY} when that user was erased, as in {@code userIds}
 * @param userIds all others that took part or were asked
 * @param state how it ended for this user
 * @param acceptedMs when this user answered, or was answered
 * @param connectedMs from when this user's timer counted
 * @param endedMs when this user's part was over
 * @param talkedMs how long this user was on the call, all its stays together
 */
public record CallRecord(
    String callId, Direction direction, CallType type, CallMedia media, String callerId, List<String> userIds, LegState state,
    @Nullable LegEnd end, long startedMs, long acceptedMs, long connectedMs, long endedMs, long talkedMs) {
  /** Stands for a user of whom nothing is kept. */
  public static final String NOBODY = "(erased)";

  public CallRecord {
    userIds = List.copyOf(userIds);
  }

  /** Whether this user called or was called. */
  public enum Direction { OUT, IN }

  /** The same with names. */
  public CallRecord with(String caller, List<String> others) {
    return new CallRecord(
        callId, direction, type, media, caller, others, state, end, startedMs, acceptedMs, connectedMs, endedMs, talkedMs);
  }

  /** Whether somebody else wanted to reach this user, and did not. */
  public boolean missed() {
    return direction == Direction.IN && state == LegState.MISSED;
  }
}
