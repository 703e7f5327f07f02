package io.ringcast.calls.desk;

import io.ringcast.calls.call.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** When each call has to be woken, soonest first. */
final class Deadlines {
  private record Due(long atMs, String callId) {}

  private final TreeSet<Due> order = new TreeSet<>(Comparator.comparingLong(Due::atMs).thenComparing(Due::callId));
  private final Map<String, Due> byCall = new HashMap<>();

  /** Looks anew when a call has to be woken. */
  void update(Call call, long nowMs) {
    Due before = byCall.remove(call.callId());
    if (before != null) {
      order.remove(before);
    }
    long atMs = call.nextDeadlineMs(nowMs);
    if (atMs != Long.MAX_VALUE) {
      Due due = new Due(atMs, call.callId());
      byCall.put(call.callId(), due);
      order.add(due);
    }
  }

  long nextMs() {
    return order.isEmpty() ? Long.MAX_VALUE : order.getFirst().atMs();
  }

  /** The calls that are due. */
  List<String> due(long nowMs) {
    List<String> due = new ArrayList<>();
    for (Due next : order) {
      if (next.atMs() > nowMs) {
        break;
      }
      due.add(next.callId());
    }
    return due;
  }
}
