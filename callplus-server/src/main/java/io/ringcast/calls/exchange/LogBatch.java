package io.ringcast.calls.exchange;

import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.desk.Habits;
import java.util.List;
import java.util.Map;

/**
 * What came of one turn: written down as a whole or not at all.
 *
 * @param entries what happened to calls
 * @param closedCallIds the calls that this ended
 * @param told what devices are told of it
 * @param sessions the sessions of devices that began or ended
 * @param answered the requests that it answers
 * @param habits how users want to be called from now on
 */
public record LogBatch(
    String appId, long atMs, List<CallEntry> entries, List<String> closedCallIds, List<Told> told, List<SessionChange> sessions,
    List<Answered> answered, Map<String, Habits> habits) {
  public LogBatch {
    entries = List.copyOf(entries);
    closedCallIds = List.copyOf(closedCallIds);
    told = List.copyOf(told);
    sessions = List.copyOf(sessions);
    answered = List.copyOf(answered);
    habits = Map.copyOf(habits);
  }

  public boolean isEmpty() {
    return entries.isEmpty() && told.isEmpty() && sessions.isEmpty() && answered.isEmpty() && habits.isEmpty();
  }
}
