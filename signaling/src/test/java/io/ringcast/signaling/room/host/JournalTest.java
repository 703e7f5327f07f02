package io.ringcast.signaling.room.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.events.AppendRefusal;
import io.ringcast.events.Happening;
import io.ringcast.events.NewEvent;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.SlowLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final SlowLog log = new SlowLog();
  private final FakeAlarm alarm = new FakeAlarm();
  private final Journal journal = new Journal(new RoomKey("app", "r"), log, Runnable::run, alarm);
  private final List<String> said = new ArrayList<>();

  private void happens(int number) {
    journal.add("RM_1", new Happening.RoomFinished(Happening.RoomEnd.EMPTY, number));
  }

  private void turn(int number) {
    happens(number);
    journal.flush();
  }

  private void say(String word) {
    journal.hold(durable -> said.add(word + (durable ? "" : "?")));
  }

  private List<Integer> taken() {
    return log.taken.stream().map(NewEvent::happening).map(what -> (int) ((Happening.RoomFinished) what).durationMs()).toList();
  }

  @Test
  void whatIsSaidWaitsUntilAllThatHappenedBeforeIsDurable() {
    say("before");
    happens(1);
    say("in the turn");
    journal.flush();
    say("after the turn");
    assertThat(said).containsExactly("before");
    turn(2);
    say("later");
    log.write();
    assertThat(said).containsExactly("before", "in the turn", "after the turn", "later");
    say("now");
    assertThat(said).last().isEqualTo("now");
  }

  @Test
  void whoAsksHearsInTimeThatTheDatabaseIsAway() {
    turn(1);
    say("held");
    alarm.advance(Journal.AWAY_AFTER_MS - 1);
    assertThat(said).isEmpty();
    assertThat(journal.open()).isTrue();
    alarm.advance(1);
    assertThat(said).containsExactly("held?");
    assertThat(journal.open()).isFalse();
    turn(2);
    say("not held");
    assertThat(said).containsExactly("held?", "not held?");
    log.write();
    assertThat(journal.open()).isTrue();
    turn(3);
    say("held again");
    assertThat(said).hasSize(2);
    log.write();
    assertThat(said).last().isEqualTo("held again");
    assertThat(taken()).containsExactly(1, 2, 3);
  }

  @Test
  void whatTheLogHasNoRoomForGoesBeforeWhatComesAfterIt() {
    log.refuse(AppendRefusal.QUEUE_FULL);
    turn(1);
    assertThat(journal.open()).isFalse();
    assertThat(journal.allTaken()).isFalse();
    log.refuse(null);
    turn(2);
    assertThat(taken()).isEmpty();
    alarm.advance(Journal.RETRY_MS);
    assertThat(taken()).containsExactly(1, 2);
    assertThat(journal.open()).isTrue();
    say("held");
    log.write();
    assertThat(said).containsExactly("held");
  }

  @Test
  void whatIsLostIsNotSaidToBeDurable() {
    turn(1);
    say("one");
    turn(2);
    say("two");
    log.lose();
    log.write();
    assertThat(said).containsExactly("one?", "two");
  }

  @Test
  void aTurnOfManyEventsIsSeveralAppends() {
    for (int i = 0; i < 250; i++) {
      happens(i);
    }
    say("held");
    journal.flush();
    assertThat(taken()).hasSize(250).isSorted();
    assertThat(said).isEmpty();
    log.write();
    assertThat(said).containsExactly("held");
  }

  @Test
  void morePatienceThanMemoryIsNotHad() {
    turn(1);
    for (int i = 0; i <= Journal.HELD_MAX; i++) {
      say("x");
    }
    assertThat(said).as("all went out at once").hasSize(Journal.HELD_MAX + 1);
  }
}
