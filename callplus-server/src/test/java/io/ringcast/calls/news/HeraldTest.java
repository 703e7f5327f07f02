package io.ringcast.calls.news;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.EndReason;
import io.ringcast.calls.call.LegEnd;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.call.PastCall;
import io.ringcast.calls.exchange.CallNews;
import io.ringcast.calls.exchange.LogBatch;
import io.ringcast.calls.log.WrittenCallLog;
import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import io.ringcast.events.AppendRefusal;
import io.ringcast.events.AppendRefusedException;
import io.ringcast.events.Event;
import io.ringcast.events.EventLog;
import io.ringcast.events.Happening;
import io.ringcast.events.NewEvent;
import io.ringcast.events.RoomKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeraldTest {
  private static final CallNews STARTED = new CallNews.Started("c", CallType.SINGLE, CallMedia.AUDIO, "ann", List.of("bob"));
  private static final CallNews CONNECTED = new CallNews.Connected("c", CallType.SINGLE, CallMedia.VIDEO, "ann");
  private static final CallNews ENDED = new CallNews.Ended(new PastCall("c", CallType.MULTI, CallMedia.VIDEO, 10, 20, 50,
      EndReason.HUNG_UP, List.of(
          new PastCall.Part("ann", true, LegState.ENDED, LegEnd.HUNG_UP, 15, 20, 50, 30),
          new PastCall.Part("bob", true, LegState.MISSED, LegEnd.NO_ANSWER, -1, -1, 50, 0))));

  @TempDir private Path folder;
  private final LinkedBlockingQueue<List<NewEvent>> told = new LinkedBlockingQueue<>();
  private Database database;
  private WrittenCallLog log;

  @BeforeEach
  void open() {
    database = Database.open(new Storage.Sqlite(folder.resolve("calls.db")));
    log = WrittenCallLog.open(database);
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  private void write(CallNews... news) {
    log.append(new LogBatch("a", 7, List.of(), List.of(), List.of(news), List.of(), List.of(), List.of(), Map.of(), List.of())).join();
  }

  private CompletableFuture<List<Event>> tell(List<NewEvent> batch) {
    told.add(batch);
    return CompletableFuture.completedFuture(List.of());
  }

  private List<NewEvent> next() throws InterruptedException {
    return told.poll(30, TimeUnit.SECONDS);
  }

  private static List<String> labels(List<NewEvent> events) {
    return events.stream().map(event -> event.happening().label()).toList();
  }

  @Test
  void newsBecomeEventsOfTheCallsRoom() throws Exception {
    try (Herald _ = new Herald(log, this::tell, (_, _) -> false)) {
      write(STARTED, CONNECTED, ENDED);
      List<NewEvent> events = next();
      assertThat(events).allMatch(event -> event.room().equals(new RoomKey("a", "c")) && event.sessionId().equals("c"));
      assertThat(events).extracting(NewEvent::happening).containsExactly(
          new Happening.CallStarted(Happening.CallMode.SINGLE, Happening.Kind.AUDIO, "ann", List.of("bob")),
          new Happening.CallConnected(Happening.CallMode.SINGLE, Happening.Kind.VIDEO, "ann"),
          new Happening.CallEnded(Happening.CallMode.MULTI, Happening.Kind.VIDEO, "ann", "HUNG_UP", 10, 20L, 30, List.of(
              new Happening.CallPart("ann", "ENDED", "HUNG_UP", 15L, 20L, 50, 30),
              new Happening.CallPart("bob", "MISSED", "NO_ANSWER", null, null, 50, 0))));
    }
  }

  /** A server died after it had told the first of them, and before it had noted that. */
  @Test
  void whatWasToldIsNotToldAgain() throws Exception {
    write(STARTED, CONNECTED);
    try (Herald _ = new Herald(log, this::tell, (room, type) -> type.label().equals("call_started"))) {
      assertThat(labels(next())).containsExactly("call_connected");
      write(ENDED);
      assertThat(labels(next())).containsExactly("call_ended");
    }
  }

  @Test
  void eventsThatAreFullAreAskedAgain() throws Exception {
    int[] refusals = {2};
    EventLog full = batch -> refusals[0]-- > 0
        ? CompletableFuture.failedFuture(new AppendRefusedException(AppendRefusal.QUEUE_FULL))
        : tell(batch);
    try (Herald _ = new Herald(log, full, (_, _) -> false)) {
      write(STARTED);
      write(CONNECTED);
      assertThat(labels(next())).startsWith("call_started");
    }
  }

  @Test
  void whatCanNeverBeWrittenIsLeftOut() throws Exception {
    EventLog picky = batch -> batch.stream().anyMatch(event -> event.happening() instanceof Happening.CallConnected)
        ? CompletableFuture.failedFuture(new AppendRefusedException(AppendRefusal.UNSTORABLE))
        : tell(batch);
    try (Herald _ = new Herald(log, picky, (_, _) -> false)) {
      write(STARTED, CONNECTED, ENDED);
      assertThat(labels(next())).containsExactly("call_started");
      assertThat(labels(next())).containsExactly("call_ended");
    }
  }

  @Test
  void whatIsLeftIsToldBeforeItCloses() throws Exception {
    Herald herald = new Herald(log, this::tell, (_, _) -> false);
    write(STARTED);
    log.close();
    herald.close();
    assertThat(labels(next())).containsExactly("call_started");
  }
}
