package io.ringcast.events.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringcast.events.Event;
import io.ringcast.events.RoomKey;
import io.ringcast.events.support.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static final DeliveryLimits LIMITS = new DeliveryLimits(2, 8, 3, 3, 10_000, 2, new Backoff(100, 1_000));
  private static final RoomKey A = new RoomKey("app", "a");

  private final List<Effect> effects = new ArrayList<>();
  private final List<Event> log = new ArrayList<>();
  private Delivery delivery = delivery(new Progress(0, Map.of()));
  private long nowMs = 1_000_000;

  private Delivery delivery(Progress progress) {
    return new Delivery("r", progress, event -> !event.room().roomId().equals("unwanted"), LIMITS, new Random(1),
      new DeliveryCounters());
  }

  private Event append(String room) {
    long sequence = 1 + log.stream().filter(event -> event.room().roomId().equals(room)).count();
    Event event = Samples.numbered(log.size() + 1, room, sequence);
    log.add(event);
    return event;
  }

  private void appended() {
    delivery.onAppended(log.size(), nowMs, effects::add);
    serveReads();
  }

  /** Answers reads from the log until only sends and saves are left. */
  private void serveReads() {
    for (int i = 0; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      if (effect instanceof Effect.ReadLog asked) {
        effects.remove(i);
        i = -1;
        delivery.onLogRead(asked, log.stream().filter(event -> event.position() > asked.after() && event.position() <= asked.upTo())
          .limit(asked.limit()).toList(), nowMs, effects::add);
      } else if (effect instanceof Effect.ReadRoom asked) {
        effects.remove(i);
        i = -1;
        delivery.onRoomRead(asked.room(), log.stream().filter(event -> event.room().equals(asked.room())
          && event.sequence() >= asked.fromSequence() && event.position() <= asked.upTo()).limit(asked.limit()).toList(), nowMs,
          effects::add);
      }
    }
  }

  private List<Event> sent() {
    serveReads();
    List<Event> sent = effects.stream().filter(Effect.Send.class::isInstance).map(effect -> ((Effect.Send) effect).event()).toList();
    effects.removeIf(Effect.Send.class::isInstance);
    return sent;
  }

  private void answer(Event event, Outcome outcome) {
    delivery.onOutcome(event, outcome, nowMs, effects::add);
  }

  private void pass(long ms) {
    nowMs += ms;
    delivery.onDeadline(nowMs, effects::add);
  }

  private Checkpoint saved() {
    if (effects.removeIf(Effect.Save.class::isInstance)) {
      delivery.onSaved(nowMs, effects::add);
    }
    pass(Delivery.SAVE_AFTER_MS);
    Checkpoint checkpoint = effects.stream().filter(Effect.Save.class::isInstance).map(effect -> ((Effect.Save) effect).checkpoint())
      .reduce((first, second) -> second).orElseThrow();
    effects.removeIf(Effect.Save.class::isInstance);
    delivery.onSaved(nowMs, effects::add);
    return checkpoint;
  }

  @Test
  void oneRoomHasOneRequestAtATimeAndRoomsGoSideBySide() {
    Event a1 = append("a");
    Event a2 = append("a");
    Event b1 = append("b");
    appended();
    assertThat(sent()).containsExactly(a1, b1);
    answer(a1, Outcome.ACCEPTED);
    assertThat(sent()).containsExactly(a2);
  }

  @Test
  void aRoomThatFailsWaitsAndOthersGoOn() {
    Event a1 = append("a");
    Event a2 = append("a");
    Event b1 = append("b");
    Event b2 = append("b");
    appended();
    sent();
    answer(a1, Outcome.FAILED);
    answer(b1, Outcome.ACCEPTED);
    assertThat(sent()).containsExactly(b2);
    answer(b2, Outcome.ACCEPTED);
    assertThat(saved().behind()).containsEntry(A, new SavedLane(1, 1, nowMs - Delivery.SAVE_AFTER_MS));
    pass(100);
    assertThat(sent()).containsExactly(a1);
    answer(a1, Outcome.ACCEPTED);
    assertThat(sent()).containsExactly(a2);
    answer(a2, Outcome.ACCEPTED);
    assertThat(sent()).isEmpty();
    Checkpoint last = saved();
    assertThat(last.caughtUp()).containsExactly(A);
    assertThat(last.position()).isEqualTo(4);
  }

  @Test
  void whatIsNotSettledIsNotPassedByTheSavedPosition() {
    Event a1 = append("a");
    Event b1 = append("b");
    appended();
    sent();
    answer(b1, Outcome.ACCEPTED);
    assertThat(saved().position()).isZero();
    answer(a1, Outcome.ACCEPTED);
    assertThat(saved().position()).isEqualTo(2);
  }

  @Test
  void unwantedEventsAreSettledUnsent() {
    append("unwanted");
    append("unwanted");
    appended();
    assertThat(sent()).isEmpty();
    assertThat(saved().position()).isEqualTo(2);
    assertThat(delivery.report().expired()).isZero();
  }

  @Test
  void aReceiverThatIsDownIsProbedWithOneRequest() {
    List<Event> events = List.of(append("a"), append("b"), append("c"), append("d"));
    appended();
    sent().forEach(event -> answer(event, Outcome.UNREACHABLE));
    sent().forEach(event -> answer(event, Outcome.TIMED_OUT));
    assertThat(delivery.report().down()).isTrue();
    pass(200);
    List<Event> probe = sent();
    assertThat(probe).hasSize(1);
    answer(probe.getFirst(), Outcome.ACCEPTED);
    assertThat(delivery.report().down()).isFalse();
    assertThat(sent()).hasSize(LIMITS.inFlightMax());
    assertThat(events).contains(probe.getFirst());
  }

  @Test
  void oneBadEventDoesNotHideThatTheReceiverIsUp() {
    Event a1 = append("a");
    appended();
    for (int i = 0; i < LIMITS.downAfter(); i++) {
      assertThat(sent()).containsExactly(a1);
      answer(a1, Outcome.FAILED);
      pass(1_000);
    }
    sent().forEach(event -> answer(event, Outcome.FAILED));
    assertThat(delivery.report().down()).isTrue();
    Event b1 = append("b");
    appended();
    pass(1_000);
    assertThat(sent()).containsExactly(b1);
    answer(b1, Outcome.ACCEPTED);
    assertThat(delivery.report().down()).isFalse();
  }

  @Test
  void aRoomNotTriedYetBringsTheNextProbeForwardAndItsSuccessWakesTheOthers() {
    Event a1 = append("a");
    appended();
    for (int i = 0; i < 20; i++) {
      sent().forEach(event -> answer(event, Outcome.FAILED));
      pass(1_000);
    }
    sent().forEach(event -> answer(event, Outcome.FAILED));
    Event b1 = append("b");
    appended();
    pass(LIMITS.backoff().firstMs());
    assertThat(sent()).containsExactly(b1);
    answer(b1, Outcome.ACCEPTED);
    assertThat(sent()).as("its pause is not over, but the receiver is back").containsExactly(a1);
  }

  @Test
  void anEventEndsAfterADayWhenOthersWereTaken() {
    Event a1 = append("a");
    Event a2 = append("a");
    Event b1 = append("b");
    appended();
    sent();
    answer(a1, Outcome.FAILED);
    pass(1);
    answer(b1, Outcome.ACCEPTED);
    pass(LIMITS.giveUpAfterMs());
    assertThat(sent()).containsExactly(a1);
    answer(a1, Outcome.FAILED);
    assertThat(delivery.report().gaveUp()).as("once by its own fault").isZero();
    Event b2 = append("b");
    appended();
    sent();
    answer(b2, Outcome.ACCEPTED);
    pass(1_000);
    assertThat(sent()).containsExactly(a1);
    answer(a1, Outcome.FAILED);
    assertThat(sent()).containsExactly(a2);
    assertThat(delivery.report().gaveUp()).isEqualTo(1);
    assertThat(saved().ended()).extracting(Ended::event, Ended::last)
      .containsExactly(tuple(a1, Outcome.FAILED));
  }

  @Test
  void aRejectedEventEndsAfterADayThoughNothingElseWasSent() {
    Event a1 = append("a");
    appended();
    sent();
    answer(a1, Outcome.REJECTED);
    pass(LIMITS.giveUpAfterMs());
    sent();
    answer(a1, Outcome.REJECTED);
    assertThat(delivery.report().gaveUp()).isEqualTo(1);
  }

  @Test
  void nothingEndsBecauseTheReceiverIsDown() {
    Event a1 = append("a");
    appended();
    for (int i = 0; i < 100; i++) {
      for (Event event : sent()) {
        assertThat(event).isEqualTo(a1);
        answer(event, Outcome.UNREACHABLE);
      }
      pass(LIMITS.giveUpAfterMs());
    }
    assertThat(delivery.report().gaveUp()).isZero();
    assertThat(delivery.report().attempts().get(Outcome.UNREACHABLE)).isEqualTo(100);
  }

  @Test
  void whatIsReadAheadIsBounded() {
    for (int i = 0; i < 100; i++) {
      append("a");
    }
    appended();
    assertThat(sent()).hasSize(1);
    assertThat(delivery.report().unread()).isEqualTo(100 - LIMITS.windowEvents());
  }

  @Test
  void withManyRoomsBehindTheLogIsReadNoFurther() {
    for (int i = 0; i < 20; i++) {
      append("room" + i);
    }
    delivery.onAppended(log.size(), nowMs, effects::add);
    for (int i = 0; i < 200; i++) {
      sent().forEach(event -> answer(event, Outcome.FAILED));
      pass(1_000);
    }
    assertThat(delivery.report().roomsBehind()).isBetween(LIMITS.behindMax(), LIMITS.behindMax() + LIMITS.windowEvents());
    assertThat(delivery.report().unread()).isPositive();
  }

  @Test
  void aRestartGoesOnWhereRoomsWereBehind() {
    Event a1 = append("a");
    append("b");
    Event a2 = append("a");
    delivery = delivery(new Progress(2, Map.of(A, new SavedLane(1, 4, 900_000))));
    appended();
    assertThat(sent()).containsExactly(a1);
    answer(a1, Outcome.ACCEPTED);
    assertThat(sent()).containsExactly(a2);
  }

  @Test
  void deletedEventsAreCounted() {
    append("a");
    append("a");
    Event a3 = append("a");
    log.removeFirst();
    log.removeFirst();
    delivery.onAppended(3, nowMs, effects::add);
    assertThat(sent()).containsExactly(a3);
    assertThat(delivery.report().expired()).isEqualTo(2);
  }

  @Test
  void aLogWhoseEndWasDeletedIsNotReadForEver() {
    delivery.onAppended(5, nowMs, effects::add);
    assertThat(sent()).isEmpty();
    assertThat(delivery.report().unread()).isZero();
    assertThat(delivery.report().expired()).isEqualTo(5);
  }

  @Test
  void pausesDoubleUpToTheLongestAndAreHalvedByChanceAtMost() {
    Backoff backoff = new Backoff(1_000, 600_000);
    Random random = new Random(3);
    for (int failures = 1; failures < 200; failures++) {
      long whole = Math.min(600_000, failures > 40 ? Long.MAX_VALUE : 1_000L << (failures - 1));
      assertThat(backoff.pauseMs(failures, random)).isBetween(whole / 2, whole);
    }
  }
}
