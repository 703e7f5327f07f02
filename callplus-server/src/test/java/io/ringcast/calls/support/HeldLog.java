package io.ringcast.calls.support;

import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.exchange.Answered;
import io.ringcast.calls.exchange.CallLog;
import io.ringcast.calls.exchange.LogBatch;
import io.ringcast.calls.exchange.Recollection;
import io.ringcast.calls.exchange.SessionChange;
import io.ringcast.calls.exchange.Told;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A log of one app that makes batches durable when it is told to, and forgets the others when its server dies. Owned by one thread. */
public final class HeldLog implements CallLog {
  private record Waiting(LogBatch batch, CompletableFuture<Void> done) {}

  private final List<LogBatch> durable = new ArrayList<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean failing;
  private boolean holding;

  /** From now on batches wait for {@link #commit}. */
  public void hold() {
    holding = true;
  }

  /** The next batches are refused, until the log is recalled. */
  public void fail() {
    failing = true;
  }

  @Override
  public CompletableFuture<Void> append(LogBatch batch) {
    if (failing) {
      return CompletableFuture.failedFuture(new IllegalStateException("the log fails"));
    }
    if (holding) {
      Waiting held = new Waiting(batch, new CompletableFuture<>());
      waiting.add(held);
      return held.done();
    }
    durable.add(batch);
    return CompletableFuture.completedFuture(null);
  }

  public int waiting() {
    return waiting.size();
  }

  /** Makes so many of those that wait durable, and says so. */
  public void commit(int count) {
    for (int i = 0; i < count && !waiting.isEmpty(); i++) {
      Waiting next = waiting.removeFirst();
      durable.add(next.batch());
      next.done().complete(null);
    }
  }

  /** The server dies: so many of those that wait are durable, and nobody heard of it. */
  public void die(int unheard) {
    for (int i = 0; i < unheard && !waiting.isEmpty(); i++) {
      durable.add(waiting.removeFirst().batch());
    }
    waiting.clear();
  }

  public List<LogBatch> durable() {
    return durable;
  }

  @Override
  public List<String> apps() {
    return durable.stream().map(LogBatch::appId).distinct().toList();
  }

  @Override
  public Recollection recall(String appId) {
    failing = false;
    Set<String> closed = new HashSet<>();
    Map<String, SessionChange.Opened> opened = new LinkedHashMap<>();
    Map<String, Habits> habits = new HashMap<>();
    long lastMs = 0;
    for (LogBatch batch : durable) {
      batch.closed().forEach(call -> closed.add(call.callId()));
      batch.sessions().forEach(change -> follow(change, opened));
      habits.putAll(batch.habits());
      lastMs = Math.max(lastMs, batch.atMs());
    }
    List<CallEntry> entries = durable.stream().flatMap(batch -> batch.entries().stream())
        .filter(entry -> !closed.contains(entry.callId())).toList();
    Map<String, List<Told>> told = durable.stream().flatMap(batch -> batch.told().stream()).collect(Collectors.groupingBy(Told::sessionId));
    Map<String, List<Answered>> answered = durable.stream().flatMap(batch -> batch.answered().stream())
        .collect(Collectors.groupingBy(Answered::sessionId));
    return new Recollection(lastMs, entries, opened.values().stream().map(session -> {
      List<Told> notices = told.getOrDefault(session.sessionId(), List.of());
      return new Recollection.Session(session, notices.isEmpty() ? 0 : notices.getLast().number(), notices,
          answered.getOrDefault(session.sessionId(), List.of()));
    }).toList(), habits);
  }

  private static void follow(SessionChange change, Map<String, SessionChange.Opened> opened) {
    switch (change) {
      case SessionChange.Opened begun -> opened.put(begun.sessionId(), begun);
      case SessionChange.Ended(String sessionId) -> opened.remove(sessionId);
    }
  }
}
