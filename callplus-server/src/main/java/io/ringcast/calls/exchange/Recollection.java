package io.ringcast.calls.exchange;

import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.desk.Habits;
import java.util.List;
import java.util.Map;

/**
 * What a log knows of an app when the server begins.
 *
 * @param lastMs the time of the latest that is written down
 * @param entries of all calls that are not over, in their order
 * @param sessions that have not ended
 */
public record Recollection(long lastMs, List<CallEntry> entries, List<Session> sessions, Map<String, Habits> habits) {
  public static final Recollection NOTHING = new Recollection(0, List.of(), List.of(), Map.of());

  public Recollection {
    entries = List.copyOf(entries);
    sessions = List.copyOf(sessions);
    habits = Map.copyOf(habits);
  }

  /**
   * A device's session.
   *
   * @param lastNumber of the last notice; those in {@code told} are the latest ones, without a gap
   */
  public record Session(SessionChange.Opened opened, long lastNumber, List<Told> told, List<Answered> answered) {
    public Session {
      told = List.copyOf(told);
      answered = List.copyOf(answered);
    }
  }
}
