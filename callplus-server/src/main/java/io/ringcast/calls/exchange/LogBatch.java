package io.ringcast.calls.exchange;

import io.ringcast.calls.call.PastCall;
import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.desk.Habits;
import java.util.List;
import java.util.Map;

/**
 * What came of one turn: written down as a whole or not at all.
 *
 * @param entries what happened to calls
 * @param closed the calls that this ended
 * @param news what back ends are told of it
 * @param told what devices are told of it
 * @param sessions the sessions of devices that began or ended
 * @param answered the requests that it answers
 * @param habits how users want to be called from now on
 * @param erased users of whom nothing is kept that was before
 */
public record LogBatch(
    String appId, long atMs, List<CallEntry> entries, List<PastCall> closed, List<CallNews> news, List<Told> told,
    List<SessionChange> sessions, List<Answered> answered, Map<String, Habits> habits, List<String> erased) {
  public LogBatch {
    entries = List.copyOf(entries);
    closed = List.copyOf(closed);
    news = List.copyOf(news);
    told = List.copyOf(told);
    sessions = List.copyOf(sessions);
    answered = List.copyOf(answered);
    habits = Map.copyOf(habits);
    erased = List.copyOf(erased);
  }

  public boolean isEmpty() {
    return entries.isEmpty() && told.isEmpty() && sessions.isEmpty() && answered.isEmpty() && habits.isEmpty()
        && erased.isEmpty();
  }
}
