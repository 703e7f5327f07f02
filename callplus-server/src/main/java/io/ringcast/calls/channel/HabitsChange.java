package io.ringcast.calls.channel;

import io.ringcast.calls.desk.Habits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a user wants otherwise than before; null leaves a habit as it is. */
public record HabitsChange(@Nullable Boolean callWaiting, @Nullable Boolean doNotDisturb, List<String> block, List<String> unblock) {
  public HabitsChange {
    block = List.copyOf(block);
    unblock = List.copyOf(unblock);
  }

  public Habits of(Habits before) {
    Set<String> blocked = new HashSet<>(before.blocked());
    blocked.addAll(block);
    unblock.forEach(blocked::remove);
    return new Habits(
        callWaiting == null ? before.callWaiting() : callWaiting, doNotDisturb == null ? before.doNotDisturb() : doNotDisturb, blocked);
  }
}
