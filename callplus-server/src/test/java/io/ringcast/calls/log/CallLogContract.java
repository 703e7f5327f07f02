package io.ringcast.calls.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallNotice;
import io.ringcast.calls.call.CallRecord;
import io.ringcast.calls.call.CallTimes;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.EndReason;
import io.ringcast.calls.call.Invitee;
import io.ringcast.calls.call.JoinRule;
import io.ringcast.calls.call.LegEnd;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.call.PastCall;
import io.ringcast.calls.call.Reach;
import io.ringcast.calls.call.RingStop;
import io.ringcast.calls.call.SwitchOutcome;
import io.ringcast.calls.call.SwitchRequest;
import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.exchange.Answer;
import io.ringcast.calls.exchange.Answered;
import io.ringcast.calls.exchange.CallNews;
import io.ringcast.calls.exchange.Device;
import io.ringcast.calls.exchange.DeviceClass;
import io.ringcast.calls.exchange.DeviceNotice;
import io.ringcast.calls.exchange.LogBatch;
import io.ringcast.calls.exchange.Recollection;
import io.ringcast.calls.exchange.SessionChange;
import io.ringcast.calls.exchange.Told;
import io.ringcast.calls.records.CallRecords;
import io.ringcast.calls.records.CallRecords.Page;
import io.ringcast.calls.records.CallRecords.Query;
import io.ringcast.calls.records.RecordCursor;
import io.ringcast.calls.records.SqlCallRecords;
import io.ringcast.calls.support.Reopening;
import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do. */
abstract class CallLogContract {
  private static final Device PHONE = new Device("ann", "phone", DeviceClass.MOBILE);
  private static final SwitchRequest SWITCH = new SwitchRequest(3, "ann", CallMedia.VIDEO, 9_000);
  private static final Query ALL = new Query(null, 100, false, null);

  private Storage storage;
  private Database database;
  private WrittenCallLog log;
  private CallRecords records;

  abstract Storage newStorage() throws Exception;

  @BeforeEach
  void open() throws Exception {
    storage = newStorage();
    rise();
  }

  private void rise() throws InterruptedException {
    database = Reopening.open(storage);
    log = WrittenCallLog.open(database);
    records = new SqlCallRecords(database);
  }

  private void riseAgain() throws InterruptedException {
    close();
    rise();
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  /** A batch of an app "a" with whatever a test cares for. */
  private static final class Batch {
    private final List<CallEntry> entries = new ArrayList<>();
    private final List<PastCall> closed = new ArrayList<>();
    private final List<CallNews> news = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<SessionChange> sessions = new ArrayList<>();
    private final List<Answered> answered = new ArrayList<>();
    private final List<String> erased = new ArrayList<>();
    private Map<String, Habits> habits = Map.of();

    LogBatch of(String appId, long atMs) {
      return new LogBatch(appId, atMs, entries, closed, news, told, sessions, answered, habits, erased);
    }

    Batch entry(String callId, long atMs, CallEvent event) {
      entries.add(new CallEntry(callId, atMs, event));
      return this;
    }

    Batch over(PastCall call) {
      closed.add(call);
      return this;
    }
  }

  private void write(LogBatch batch) {
    log.append(batch).join();
  }

  private static CallEvent.Started started(JoinRule rule) {
    return new CallEvent.Started("ann", "phone", CallType.SINGLE, CallMedia.AUDIO, rule, CallTimes.DEFAULT, true,
        List.of(new Invitee("bob", Reach.BUSY_WAITING)), "lunch? ☃ '\" \ud800 \u0001", "{\"a\":1}");
  }

  /** A call between ann, who calls, and others. */
  private static PastCall past(String callId, long startedMs, String... others) {
    List<PastCall.Part> parts = new ArrayList<>();
    parts.add(part("ann", true, LegState.ENDED, LegEnd.HUNG_UP, startedMs));
    for (String other : others) {
      parts.add(part(other, true, LegState.ENDED, LegEnd.CALL_ENDED, startedMs));
    }
    return new PastCall(callId, CallType.SINGLE, CallMedia.VIDEO, startedMs, startedMs + 20, startedMs + 1_020, EndReason.HUNG_UP, parts);
  }

  private static PastCall.Part part(String userId, boolean kept, LegState state, LegEnd end, long startedMs) {
    return new PastCall.Part(userId, kept, state, end, startedMs + 10, startedMs + 20, startedMs + 1_020, 1_000);
  }

  private void talk(String callId, long startedMs, String... others) {
    write(new Batch().entry(callId, startedMs, started(new JoinRule.Anyone())).over(past(callId, startedMs, others)).of("a", startedMs));
  }

  private List<String> ids(String userId, Query query) {
    return records.list("a", userId, query).records().stream().map(CallRecord::callId).toList();
  }

  @Test
  void everyEventReadsAsItWasWritten() throws Exception {
    List<CallEvent> events = List.of(
        started(new JoinRule.MembersOf("choir")), new CallEvent.Rang("bob"), new CallEvent.Accepted("bob", "b"),
        new CallEvent.HungUp("bob", "b"), new CallEvent.Forsook("bob"),
        new CallEvent.Invited("ann", List.of(new Invitee("carl", Reach.QUIET), new Invitee("dan", Reach.BLOCKING))),
        new CallEvent.Joined("eve", "e"), new CallEvent.LineFreed("bob"), new CallEvent.EnteredRoom("bob"),
        new CallEvent.MediaArrived("bob"), new CallEvent.DeviceGone("bob"), new CallEvent.DeviceBack("bob"),
        new CallEvent.SwitchAsked("ann", CallMedia.VIDEO), new CallEvent.SwitchAnswered("bob", 3, true),
        new CallEvent.SwitchWithdrawn("ann", 3), new CallEvent.EndedByApi(), new CallEvent.TimePassed());
    assertThat(events.stream().map(Object::getClass)).as("all kinds").doesNotHaveDuplicates()
        .hasSize(CallEvent.class.getPermittedSubclasses().length);
    Batch batch = new Batch();
    events.forEach(event -> batch.entry("c", 5, event));
    write(batch.of("a", 5));
    riseAgain();
    Recollection known = log.recall("a");
    assertThat(known.lastMs()).isEqualTo(5);
    assertThat(known.entries()).extracting(CallEntry::event).first().isInstanceOfSatisfying(CallEvent.Started.class, first ->
        assertThat(first.extra()).startsWith("lunch? ☃ '\" ").endsWith(" \u0001"));
    assertThat(known.entries().stream().skip(1).map(CallEntry::event)).containsExactlyElementsOf(events.subList(1, events.size()));
    assertThat(log.apps()).containsExactly("a");
    assertThat(log.recall("b")).isEqualTo(Recollection.NOTHING);
  }

  @Test
  void everyNoticeReadsAsItWasWritten() throws Exception {
    List<CallNotice> said = List.of(
        new CallNotice.StateChanged("bob", LegState.MISSED, LegEnd.BUSY), new CallNotice.PeopleInvited("ann", List.of("carl")),
        new CallNotice.TypeChanged(CallType.MULTI), new CallNotice.MediaChanged(CallMedia.VIDEO),
        new CallNotice.SwitchAsked(3, "ann", CallMedia.AUDIO, 9), new CallNotice.SwitchEnded(3, SwitchOutcome.AGREED),
        new CallNotice.Connected(7), new CallNotice.Ended(LegState.ENDED, LegEnd.HUNG_UP, 9, 2));
    assertThat(said.stream().map(Object::getClass)).as("all kinds").doesNotHaveDuplicates()
        .hasSize(CallNotice.class.getPermittedSubclasses().length);
    List<DeviceNotice> notices = new ArrayList<>(List.of(
        new DeviceNotice.RingStopped("c", RingStop.TIMED_OUT), new DeviceNotice.Admitted("c"),
        new DeviceNotice.Signalled("c", "bob", "app", "\u0000{"), new DeviceNotice.Recorded(past("c", 4, "bob").record(1))));
    said.forEach(notice -> notices.add(new DeviceNotice.Said("c", 8, notice)));
    Batch batch = new Batch();
    batch.sessions.add(new SessionChange.Opened("s", PHONE));
    for (DeviceNotice notice : notices) {
      batch.told.add(new Told("s", batch.told.size() + 1, notice));
    }
    Answer answer = new Answer("c", true, List.of("bob"), true, null, SWITCH);
    batch.answered.add(new Answered("s", "r1", -7, answer));
    batch.habits = Map.of("ann", new Habits(false, true, Set.of("eve", "\"")));
    write(batch.of("a", 5));
    riseAgain();
    Recollection known = log.recall("a");
    assertThat(known.habits()).isEqualTo(batch.habits);
    Recollection.Session session = known.sessions().getFirst();
    assertThat(session.opened()).isEqualTo(new SessionChange.Opened("s", PHONE));
    assertThat(session.told()).isEqualTo(batch.told);
    assertThat(session.lastNumber()).isEqualTo(notices.size());
    assertThat(session.answered()).isEqualTo(batch.answered);
  }

  @Test
  void callsThatAreOverAreNotRecalled() throws Exception {
    CallEvent.Started started = started(new JoinRule.InvitedOnly());
    write(new Batch().entry("over", 1, started).entry("open", 1, started).of("a", 1));
    write(new Batch().entry("over", 2, new CallEvent.EndedByApi()).over(past("over", 1, "bob")).of("a", 2));
    riseAgain();
    assertThat(log.recall("a").entries()).extracting(CallEntry::callId).containsExactly("open");
  }

  @Test
  void aSessionKeepsWhatItMayBeAskedFor() throws Exception {
    Batch opening = new Batch();
    opening.sessions.add(new SessionChange.Opened("s", PHONE));
    opening.sessions.add(new SessionChange.Opened("gone", new Device("bob", "b", DeviceClass.WEB)));
    opening.told.add(new Told("gone", 1, new DeviceNotice.Admitted("c")));
    write(opening.of("a", 1));
    int count = 700;
    List<CompletableFuture<Void>> written = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Batch batch = new Batch();
      batch.told.add(new Told("s", i, new DeviceNotice.Admitted("c" + i)));
      batch.answered.add(new Answered("s", "r" + i, i, Answer.done("c" + i)));
      written.add(log.append(batch.of("a", i)));
    }
    written.forEach(CompletableFuture::join);
    Batch ending = new Batch();
    ending.sessions.add(new SessionChange.Ended("gone"));
    write(ending.of("a", count));
    riseAgain();
    assertThat(log.recall("a").sessions()).hasSize(1);
    Recollection.Session session = log.recall("a").sessions().getFirst();
    assertThat(session.lastNumber()).isEqualTo(count);
    assertThat(session.told()).extracting(Told::number)
        .endsWith(LongStream.rangeClosed(count - SqlLogStore.TOLD_KEPT + 1, count).boxed().toArray(Long[]::new))
        .hasSizeLessThan(2 * SqlLogStore.TOLD_KEPT);
    assertThat(session.answered()).extracting(Answered::requestId)
        .endsWith(IntStream.rangeClosed(count - SqlLogStore.ANSWERS_KEPT + 1, count).mapToObj(i -> "r" + i).toArray(String[]::new))
        .hasSizeLessThan(3 * SqlLogStore.ANSWERS_KEPT);
  }

  @Test
  void bothSidesHaveTheSameTimes() {
    talk("c", 1_000, "bob");
    CallRecord anns = records.list("a", "ann", ALL).records().getFirst();
    CallRecord bobs = records.list("a", "bob", ALL).records().getFirst();
    assertThat(anns).isEqualTo(past("c", 1_000, "bob").record(0));
    assertThat(bobs).isEqualTo(past("c", 1_000, "bob").record(1));
    assertThat(bobs.userIds()).containsExactly("ann");
    assertThat(records.list("b", "ann", ALL).records()).isEmpty();
  }

  @Test
  void historiesAreReadByPages() {
    for (int i = 0; i < 25; i++) {
      talk("c" + (char) ('a' + i), 1_000 + i / 5, "bob");
    }
    List<String> all = ids("ann", ALL);
    assertThat(all).hasSize(25);
    List<String> paged = new ArrayList<>();
    RecordCursor after = null;
    do {
      Page page = records.list("a", "ann", new Query(after, 7, false, null));
      page.records().forEach(record -> paged.add(record.callId()));
      after = page.next() == null ? null : RecordCursor.of(page.next().text());
    } while (after != null);
    assertThat(paged).isEqualTo(all).first().isEqualTo("cy");
    assertThat(ids("ann", new Query(null, 100, false, null, 1_001, 1_003))).hasSize(10);
  }

  @Test
  void historiesAreFiltered() {
    talk("talked", 1, "bob");
    talk("other", 2, "carl");
    List<PastCall.Part> parts = List.of(
        part("bob", true, LegState.NOANSWER, LegEnd.UNANSWERED, 3), part("ann", true, LegState.MISSED, LegEnd.NO_ANSWER, 3),
        part("dan", false, LegState.MISSED, LegEnd.NO_ANSWER, 3));
    write(new Batch().entry("missed", 3, started(new JoinRule.Anyone())).over(
        new PastCall("missed", CallType.MULTI, CallMedia.AUDIO, 3, -1, 4, EndReason.NO_ANSWER, parts)).of("a", 4));
    assertThat(ids("ann", ALL)).containsExactly("missed", "other", "talked");
    assertThat(ids("ann", new Query(null, 100, true, null))).containsExactly("missed");
    assertThat(ids("ann", new Query(null, 100, false, "bob"))).containsExactly("missed", "talked");
    assertThat(ids("bob", new Query(null, 100, true, null))).isEmpty();
    assertThat(ids("dan", ALL)).as("whoever blocks the caller").isEmpty();
  }

  @Test
  void oneSideDeletesAndTheOtherKeeps() {
    talk("c1", 1, "bob");
    talk("c2", 2, "bob");
    talk("c3", 3, "bob");
    assertThat(records.delete("a", "ann", List.of("c1", "none"))).isEqualTo(1);
    assertThat(records.delete("a", "ann", List.of("c1"))).isZero();
    assertThat(ids("ann", ALL)).containsExactly("c3", "c2");
    assertThat(records.deleteAll("a", "ann")).isEqualTo(2);
    assertThat(ids("ann", ALL)).isEmpty();
    assertThat(ids("bob", ALL)).containsExactly("c3", "c2", "c1");
    assertThat(records.list("a", "bob", ALL).records().getFirst().callerId()).isEqualTo("ann");
  }

  @Test
  void whoIsErasedIsNobodyInOthersHistories() {
    talk("c", 1, "bob", "carl");
    talk("others", 2, "carl");
    Batch erasure = new Batch();
    erasure.habits = Map.of("bob", Habits.DEFAULT);
    erasure.erased.add("bob");
    write(erasure.of("a", 3));
    assertThat(ids("bob", ALL)).isEmpty();
    CallRecord anns = records.list("a", "ann", ALL).records().getLast();
    assertThat(anns).isEqualTo(past("c", 1, CallRecord.NOBODY, "carl").record(0));
    assertThat(log.recall("a").habits()).isEmpty();
    Batch annsErasure = new Batch();
    annsErasure.erased.add("ann");
    write(annsErasure.of("a", 4));
    CallRecord carls = records.list("a", "carl", ALL).records().getLast();
    assertThat(carls.callerId()).isEqualTo(CallRecord.NOBODY);
    assertThat(carls.userIds()).containsExactly(CallRecord.NOBODY, CallRecord.NOBODY);
    assertThat(carls.talkedMs()).isEqualTo(1_000);
  }

  @Test
  void newsStayUntilTheyAreTold() throws Exception {
    List<CallNews> all = List.of(new CallNews.Started("c", CallType.SINGLE, CallMedia.AUDIO, "ann", List.of("bob")),
        new CallNews.Connected("c", CallType.MULTI, CallMedia.VIDEO, "ann"), new CallNews.Ended(past("c", 1, "bob")));
    for (CallNews one : all) {
      Batch batch = new Batch();
      batch.news.add(one);
      write(batch.of("a", 7));
    }
    riseAgain();
    List<NewsRow> rows = log.news(0, 10);
    assertThat(rows).extracting(NewsRow::news).isEqualTo(all);
    assertThat(rows).allMatch(row -> row.appId().equals("a") && row.atMs() == 7);
    assertThat(log.news(rows.getFirst().position(), 1)).containsExactly(rows.get(1));
    log.newsTold(rows.get(1).position());
    write(new Batch().of("a", 8));
    assertThat(log.news(0, 10)).containsExactly(rows.getLast());
    assertThat(log.lastPosition()).isGreaterThan(rows.getLast().position());
  }

  @Test
  void oldCallsAreForgotten() {
    talk("old", 1, "bob");
    talk("new", 10_000, "bob");
    log.forgetBefore(5_000);
    // What is written after it was asked for is written after it was done.
    talk("newest", 10_001, "bob");
    talk("last", 10_002, "bob");
    assertThat(ids("ann", ALL)).containsExactly("last", "newest", "new");
    assertThat(ids("bob", ALL)).containsExactly("last", "newest", "new");
  }

  /** One that cannot be stored fails, and all that its app appended after it; others are written. */
  @Test
  void nothingIsWrittenAfterWhatCannotBe() {
    talk("c", 1, "bob");
    Batch twice = new Batch().over(past("c", 1, "bob"));
    CompletableFuture<Void> bad = log.append(twice.of("a", 2));
    CompletableFuture<Void> after = log.append(new Batch().entry("d", 3, started(new JoinRule.Anyone())).of("a", 3));
    CompletableFuture<Void> other = log.append(new Batch().entry("d", 3, started(new JoinRule.Anyone())).of("b", 3));
    CompletableFuture.allOf(bad.handle((_, _) -> true), after.handle((_, _) -> true), other).join();
    assertThat(bad).isCompletedExceptionally();
    assertThat(after).isCompletedExceptionally();
    assertThat(log.append(new Batch().entry("e", 3, started(new JoinRule.Anyone())).of("a", 3))).isCompletedExceptionally();
    assertThat(log.recall("a").entries()).isEmpty();
    assertThat(log.recall("b").entries()).hasSize(1);
    write(new Batch().entry("f", 4, started(new JoinRule.Anyone())).of("a", 4));
    assertThat(log.recall("a").entries()).hasSize(1);
  }

  @Test
  void whatWaitsIsWrittenBeforeItCloses() throws Exception {
    List<CompletableFuture<Void>> written = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      written.add(log.append(new Batch().entry("c" + i, i, started(new JoinRule.Anyone())).of("a", i)));
    }
    log.close();
    assertThat(written).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(log.append(new Batch().of("a", 60))).isCompletedExceptionally();
    riseAgain();
    assertThat(log.recall("a").entries()).hasSize(50);
  }
}
