package io.ringcast.calls.exchange;

import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.Invitee;
import io.ringcast.calls.call.Reach;
import io.ringcast.calls.desk.CallEntry;
import java.util.List;

/** Who of those that were called is in another call, as a caller may know. */
final class Busy {
  private Busy() {}

  static List<String> among(List<CallEntry> entries) {
    return entries.stream().flatMap(entry -> invitees(entry.event()).stream())
        .filter(invitee -> invitee.reach() == Reach.BUSY || invitee.reach() == Reach.BUSY_WAITING).map(Invitee::userId).toList();
  }

  private static List<Invitee> invitees(CallEvent event) {
    return switch (event) {
      case CallEvent.Started started -> started.invitees();
      case CallEvent.Invited invited -> invited.invitees();
      default -> List.of();
    };
  }
}
