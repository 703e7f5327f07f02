package io.ringcast.signaling.room;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one room has to tell those in it, numbered in the order in which it happened, until its host takes it at the end of a turn. Who is
 * to be told is decided when it happens.
 */
public final class Gazette {
  /** Of one turn; what is more is lost, and its number missing. */
  static final int NOTICES_MAX = 4_096;

  private final Members members;
  private List<Notice> notices = new ArrayList<>();
  private Map<String, LeaveReason> departed = new LinkedHashMap<>();
  private long sequence;

  /**
   * One piece of news.
   *
   * @param everybody whether all in the room are told
   * @param readers otherwise the stays of those who are
   */
  public record Notice(long sequence, News news, boolean everybody, Set<String> readers) {
    public boolean isFor(String participantId) {
      return everybody || readers.contains(participantId);
    }
  }

  /**
   * What one turn brought.
   *
   * @param departed the stays that ended in it: they are told nothing of what follows
   */
  public record Issue(List<Notice> notices, Map<String, LeaveReason> departed) {}

  Gazette(Members members) {
    this.members = members;
  }

  /** The number of the last piece of news. */
  public long sequence() {
    return sequence;
  }

  /** Tells all in the room. */
  public void everybody(News news) {
    add(news, true, Set.of());
  }

  /** Tells the hosts, and these stays. */
  void hosts(News news, String... participantIds) {
    Set<String> readers = new HashSet<>(List.of(participantIds));
    members.visible().stream().filter(Gazette::hosts).forEach(host -> readers.add(host.sid()));
    add(news, false, readers);
  }

  /** Tells one stay alone. */
  void only(String participantId, News news) {
    add(news, false, Set.of(participantId));
  }

  private static boolean hosts(Participant who) {
    return who.presence() == Presence.USER && who.permissions().publish();
  }

  private void add(News news, boolean everybody, Set<String> readers) {
    sequence++;
    if (notices.size() < NOTICES_MAX) {
      notices.add(new Notice(sequence, news, everybody, Set.copyOf(readers)));
    }
  }

  /** How many there are; a meeting's members are told by their own protocol. */
  void count(RoomMode mode, int count) {
    if (mode.live()) {
      everybody(new News.CountChanged(count, count - (int) members.visible().stream().filter(Participant::counted).count()));
    }
  }

  void departed(Participant who, LeaveReason reason) {
    departed.put(who.sid(), reason);
  }

  public boolean isEmpty() {
    return notices.isEmpty() && departed.isEmpty();
  }

  /** What has happened since it was taken last. */
  public Issue take() {
    Issue issue = new Issue(List.copyOf(notices), new LinkedHashMap<>(departed));
    notices = new ArrayList<>();
    departed = new LinkedHashMap<>();
    return issue;
  }
}
