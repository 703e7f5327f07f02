package io.ringcast.calls.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What participants of a call are told. Times are the server's, milliseconds since 1970. */
public sealed interface CallNotice {
  /**
   * Somebody else's state as this reader sees it.
   *
   * @param end how it ended; null while it goes on
   */
  record StateChanged(String userId, LegState state, @Nullable LegEnd end) implements CallNotice {}

  record PeopleInvited(String byUserId, List<String> userIds) implements CallNotice {
    public PeopleInvited {
      userIds = List.copyOf(userIds);
    }
  }

  record TypeChanged(CallType type) implements CallNotice {}

  record MediaChanged(CallMedia media) implements CallNotice {}

  record SwitchAsked(long transactionId, String byUserId, CallMedia media, long untilMs) implements CallNotice {}

  record SwitchEnded(long transactionId, SwitchOutcome outcome) implements CallNotice {}

  /** The call's timer counts from here. */
  record Connected(long atMs) implements CallNotice {}

  /**
   * The reader's part in the call is over.
   *
   * @param state as the reader has it
   * @param talkedMs from connected to the end; 0 when it never was
   */
  record Ended(LegState state, LegEnd end, long atMs, long talkedMs) implements CallNotice {}
}
