package io.ringcast.calls.channel;

import io.ringcast.calls.call.CallRecord;
import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.exchange.Answer;
import io.ringcast.calls.exchange.UserView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request gets when it was not refused. */
public sealed interface Reply {
  record Done() implements Reply {}

  record Now(long nowMs) implements Reply {}

  /** @param pass into the call's room, where the answer opens it to the device */
  record OfCall(Answer answer, @Nullable Pass pass) implements Reply {}

  record Calls(List<SeenCall> calls) implements Reply {
    public Calls {
      calls = List.copyOf(calls);
    }
  }

  record Presence(List<UserView> users) implements Reply {
    public Presence {
      users = List.copyOf(users);
    }
  }

  record HabitsAre(Habits habits) implements Reply {}

  /** @param next cursor of the next page; null on the last */
  record Records(List<CallRecord> records, @Nullable String next) implements Reply {
    public Records {
      records = List.copyOf(records);
    }
  }

  record Deleted(int count) implements Reply {}
}
