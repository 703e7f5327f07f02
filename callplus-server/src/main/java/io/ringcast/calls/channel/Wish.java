package io.ringcast.calls.channel;

import io.ringcast.calls.exchange.CallCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request asks for. */
public sealed interface Wish {
  /** The server's clock. */
  record Ping() implements Wish {}

  /** Something of a call. */
  record Command(CallCommand command) implements Wish {}

  record ListCalls() implements Wish {}

  /** @param after cursor of the page before; null for the newest */
  record ListRecords(@Nullable String after, int limit, boolean missedOnly, @Nullable String withUserId) implements Wish {}

  /** @param callIds null for all */
  record DeleteRecords(@Nullable List<String> callIds) implements Wish {
    public DeleteRecords {
      callIds = callIds == null ? null : List.copyOf(callIds);
    }
  }

  record GetPresence(List<String> userIds) implements Wish {
    public GetPresence {
      userIds = List.copyOf(userIds);
    }
  }

  /** Takes the place of the list before. */
  record WatchPresence(List<String> userIds) implements Wish {
    public WatchPresence {
      userIds = List.copyOf(userIds);
    }
  }

  record GetHabits() implements Wish {}

  record SetHabits(HabitsChange change) implements Wish {}

  /** @param token empty takes it away */
  record RegisterPush(String provider, String token) implements Wish {}

  record LogOut() implements Wish {}
}
