package io.ringcast.calls.desk;

import io.ringcast.calls.call.Call;
import io.ringcast.calls.call.Leg;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which calls each user has a living part in: at most one that it takes part in, and those that it was asked into. */
final class Lines {
  private static final class Line {
    private @Nullable Call taken;
    private final Set<Call> asked = new LinkedHashSet<>();
  }

  private final Map<String, Line> byUser = new HashMap<>();

  /** The call that a user takes part in. */
  @Nullable Call taken(String userId) {
    Line line = byUser.get(userId);
    return line == null ? null : line.taken;
  }

  /** The calls that wait for a user's answer, the longest waiting first. */
  Set<Call> asked(String userId) {
    Line line = byUser.get(userId);
    return line == null ? Set.of() : Collections.unmodifiableSet(line.asked);
  }

  /** A participant may be somewhere else now. */
  void update(Call call, Leg leg) {
    Line line = byUser.computeIfAbsent(leg.userId(), _ -> new Line());
    if (leg.state().waiting()) {
      line.asked.add(call);
    } else {
      line.asked.remove(call);
    }
    if (leg.state().active()) {
      line.taken = call;
    } else if (isSame(line.taken, call)) {
      line.taken = null;
    }
    if (line.taken == null && line.asked.isEmpty()) {
      byUser.remove(leg.userId());
    }
  }

  private static boolean isSame(@Nullable Call one, Call other) {
    return one != null && one.callId().equals(other.callId());
  }

  int users() {
    return byUser.size();
  }
}
