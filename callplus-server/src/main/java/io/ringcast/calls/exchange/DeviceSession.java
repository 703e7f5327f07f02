package io.ringcast.calls.exchange;

import io.ringcast.calls.exchange.SessionChange.Opened;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one device is told, from its first connection until it logs out or is gone for too long: numbered notices, of which the latest are
 * kept for a device that resumes, and the answers to its latest requests. Owned by the exchange's thread.
 *
 * <pre>
 *   state       on                                      to
 *   COMING      what it begins with is durable          CONNECTED   notices go to the device
 *   COMING,     its connection is lost, the server      LOST        notices are kept
 *   CONNECTED   begins again
 *   LOST        the device resumes                      COMING
 *   LOST        the grace is over                       ended
 *   all         logs out, begins anew                   ended
 * </pre>
 */
final class DeviceSession {
  /** Notices kept; a device that has missed more begins anew. */
  static final int KEPT_MAX = 256;
  /** Requests whose answers are kept. */
  static final int ASKED_MAX = 64;

  private final String sessionId;
  private final Device device;
  private final Deque<Told> kept = new ArrayDeque<>();
  private final Map<String, Asked> asked = new LinkedHashMap<>();
  private Set<String> groups = Set.of();
  private @Nullable DeviceLine line;
  private boolean coming;
  private long lastNumber;
  private long durableNumber;
  private long lostMs;

  /** A request, and what is or will be its answer. */
  record Asked(long fingerprint, CompletableFuture<Answer> answer) {}

  DeviceSession(Opened opened) {
    sessionId = opened.sessionId();
    device = opened.device();
  }

  /** As the log knows it, of a device that is not connected. */
  DeviceSession(Recollection.Session saved) {
    this(saved.opened());
    saved.told().forEach(this::keep);
    lastNumber = saved.lastNumber();
    durableNumber = saved.lastNumber();
    saved.answered().forEach(answered -> remember(
        answered.requestId(), new Asked(answered.fingerprint(), CompletableFuture.completedFuture(answered.answer()))));
  }

  String sessionId() {
    return sessionId;
  }

  Device device() {
    return device;
  }

  String userId() {
    return device.userId();
  }

  Set<String> groups() {
    return groups;
  }

  @Nullable DeviceLine line() {
    return line;
  }

  /** When it was lost, if it is. */
  long lostMs() {
    return lostMs;
  }

  /** A device comes; it is told nothing before {@link #arrive}. */
  void come(DeviceLine way, Set<String> memberOf) {
    line = way;
    groups = memberOf;
    coming = true;
  }

  void arrive() {
    coming = false;
  }

  void lose(long nowMs) {
    line = null;
    coming = false;
    lostMs = nowMs;
  }

  /** Gives the next number. */
  long number() {
    return ++lastNumber;
  }

  /** A notice is durable: it goes to the device, and is kept for when it does not arrive. */
  void tell(Told told) {
    keep(told);
    if (line != null && !coming) {
      line.outlet().notice(told.number(), told.notice());
    }
  }

  private void keep(Told told) {
    kept.add(told);
    durableNumber = told.number();
    if (kept.size() > KEPT_MAX) {
      kept.removeFirst();
    }
  }

  /** Whether it is known what came after a notice. */
  boolean knowsAfter(long number) {
    long firstKept = kept.isEmpty() ? durableNumber + 1 : kept.getFirst().number();
    return number >= firstKept - 1 && number <= durableNumber;
  }

  List<Told> after(long number) {
    return kept.stream().filter(told -> told.number() > number).toList();
  }

  @Nullable Asked asked(String requestId) {
    return asked.get(requestId);
  }

  void remember(String requestId, Asked request) {
    asked.put(requestId, request);
    if (asked.size() > ASKED_MAX) {
      asked.remove(asked.keySet().iterator().next());
    }
  }
}
