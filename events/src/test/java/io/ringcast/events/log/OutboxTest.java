package io.ringcast.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ringcast.events.AppendRefusal;
import io.ringcast.events.AppendRefusedException;
import io.ringcast.events.Event;
import io.ringcast.events.Happening;
import io.ringcast.events.NewEvent;
import io.ringcast.events.RoomKey;
import io.ringcast.events.delivery.Checkpoint;
import io.ringcast.events.delivery.Progress;
import io.ringcast.events.support.MemoryStore;
import io.ringcast.events.support.MemoryStore.Fate;
import io.ringcast.events.support.Samples;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final MemoryStore store = new MemoryStore();
  private final List<Event> committed = Collections.synchronizedList(new ArrayList<>());
  private final Outbox outbox = new Outbox(store, new Random(1), committed::addAll);

  @AfterEach
  void close() {
    outbox.close();
  }

  private CompletableFuture<List<Event>> append(String room) {
    return outbox.append(List.of(Samples.event("app", room, 5)));
  }

  @Test
  void whatWaitsGoesTogether() {
    List<CompletableFuture<List<Event>>> appends = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      appends.add(append("room" + i % 7));
    }
    CompletableFuture<Void> saved = outbox.save(new Checkpoint("r", 3, Map.of(), Set.of(), List.of()));
    outbox.start();
    appends.forEach(CompletableFuture::join);
    saved.join();
    assertThat(store.commits()).isEqualTo(1);
    assertThat(outbox.counters().appended()).isEqualTo(1_000);
    assertThat(outbox.counters().commits()).isEqualTo(1);
    assertThat(store.progress("r")).contains(new Progress(3, Map.of()));
  }

  @Test
  void numbersGrowWithoutGaps() {
    outbox.start();
    Map<RoomKey, Long> last = new HashMap<>();
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      append("room" + random.nextInt(5)).join();
    }
    long position = 0;
    for (Event event : committed) {
      position++;
      assertThat(event.position()).isEqualTo(position);
      assertThat(event.sequence()).isEqualTo(last.merge(event.room(), 1L, Long::sum));
    }
    assertThat(committed).extracting(Event::id).doesNotHaveDuplicates();
  }

  @Test
  void aBatchIsAcknowledgedWithItsNumbers() {
    outbox.start();
    append("a").join();
    List<Event> events = outbox.append(List.of(Samples.event("app", "a", 1), Samples.event("app", "b", 2))).join();
    assertThat(events).extracting(Event::position, Event::sequence)
      .containsExactly(tuple(2L, 2L), tuple(3L, 1L));
    assertThat(store.read(0, 10, 10)).containsSubsequence(events);
  }

  @Test
  void aDatabaseThatComesBackGetsEverythingOnceAndInOrder() {
    Queue<Fate> fates = new ArrayDeque<>(List.of(Fate.DONE, Fate.FAILED, Fate.DONE_BUT_UNHEARD, Fate.FAILED, Fate.DONE));
    store.decide(batch -> fates.isEmpty() ? Fate.DONE : fates.poll());
    outbox.start();
    for (int i = 0; i < 20; i++) {
      append("a").join();
    }
    assertThat(store.read(0, 100, 100)).hasSize(20).isEqualTo(committed);
    assertThat(committed).extracting(Event::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(outbox.counters().failures()).isEqualTo(3);
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsWritten() throws InterruptedException {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch mayWrite = new CountDownLatch(1);
    AtomicBoolean early = new AtomicBoolean();
    List<CompletableFuture<List<Event>>> appends = Collections.synchronizedList(new ArrayList<>());
    store.decide(batch -> {
      writing.countDown();
      awaitQuietly(mayWrite);
      early.set(appends.stream().anyMatch(CompletableFuture::isDone) || !committed.isEmpty());
      return Fate.DONE;
    });
    appends.add(append("a"));
    outbox.start();
    writing.await();
    mayWrite.countDown();
    appends.getFirst().join();
    assertThat(early).isFalse();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneThatCannotBeStoredDoesNotHarmOthers() {
    store.decide(batch -> batch.stream().anyMatch(stored -> stored.event().room().roomId().equals("bad")) ? Fate.UNSTORABLE : Fate.DONE);
    CompletableFuture<List<Event>> before = append("a");
    CompletableFuture<List<Event>> bad = append("bad");
    CompletableFuture<List<Event>> after = append("a");
    outbox.start();
    assertThat(before.join().getFirst().sequence()).isEqualTo(1);
    assertRefused(bad, AppendRefusal.UNSTORABLE);
    assertThat(after.join().getFirst().sequence()).isEqualTo(2);
    assertThat(after.join().getFirst().position()).isEqualTo(2);
  }

  @Test
  void aListenerThatThrowsDoesNotStopTheLog() {
    try (Outbox other = new Outbox(store, new Random(2), events -> {
      throw new IllegalStateException("should never happen");
    })) {
      other.start();
      other.append(List.of(Samples.event("app", "a", 1))).join();
      assertThat(other.append(List.of(Samples.event("app", "a", 2))).join().getFirst().sequence()).isEqualTo(2);
    }
  }

  @Test
  void aFullQueueRefusesAtOnce() {
    List<NewEvent> batch = Collections.nCopies(Outbox.BATCH_EVENTS_MAX, Samples.event("app", "a", 1));
    for (int i = 0; i < Outbox.QUEUE_EVENTS_MAX / Outbox.BATCH_EVENTS_MAX; i++) {
      var _ = outbox.append(batch);
    }
    assertThat(outbox.queued()).isEqualTo(Outbox.QUEUE_EVENTS_MAX);
    assertRefused(append("a"), AppendRefusal.QUEUE_FULL);
    assertThat(outbox.counters().refused(AppendRefusal.QUEUE_FULL)).isEqualTo(1);
    outbox.start();
  }

  @Test
  void theQueueIsBoundedInSizeToo() {
    String large = "x".repeat(Outbox.EVENT_CHARS_MAX / 2);
    NewEvent event = new NewEvent(new RoomKey("app", "a"), "s", 1, new Happening.RoomStarted(Happening.Mode.MEETING, null, large));
    int taken = 0;
    while (!outbox.append(List.of(event)).isCompletedExceptionally()) {
      taken++;
    }
    assertThat((long) taken * large.length()).isLessThan(Outbox.QUEUE_CHARS_MAX);
    assertThat(outbox.counters().refused(AppendRefusal.QUEUE_FULL)).isEqualTo(1);
    outbox.start();
  }

  @Test
  void whatIsTooLargeIsRefused() {
    outbox.start();
    String huge = "x".repeat(Outbox.EVENT_CHARS_MAX);
    assertRefused(outbox.append(List.of(new NewEvent(new RoomKey("app", "a"), "s", 1,
      new Happening.RoomStarted(Happening.Mode.MEETING, null, huge)))), AppendRefusal.TOO_LARGE);
    assertRefused(outbox.append(Collections.nCopies(Outbox.BATCH_EVENTS_MAX + 1, Samples.event("app", "a", 1))), AppendRefusal.TOO_LARGE);
  }

  @Test
  void closingWritesWhatWaits() {
    CompletableFuture<List<Event>> waiting = append("a");
    outbox.start();
    outbox.close();
    assertThat(waiting.join()).hasSize(1);
    assertRefused(append("a"), AppendRefusal.CLOSED);
  }

  @Test
  void closingWhileTheDatabaseIsAwayRefusesWhatItNeverTook() {
    store.decide(batch -> Fate.FAILED);
    outbox.start();
    CompletableFuture<List<Event>> waiting = append("a");
    outbox.close();
    assertRefused(waiting, AppendRefusal.CLOSED);
  }

  private static void assertRefused(CompletableFuture<?> append, AppendRefusal reason) {
    assertThatThrownBy(append::join).hasCauseInstanceOf(AppendRefusedException.class)
      .cause().extracting(cause -> ((AppendRefusedException) cause).reason()).isEqualTo(reason);
  }
}
