package io.ringcast.events.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.events.Event;
import io.ringcast.events.delivery.Checkpoint;
import io.ringcast.events.store.StoredEvent;
import io.ringcast.events.support.MemoryStore;
import io.ringcast.events.support.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTailTest {
  private static final List<Checkpoint> NO_CHECKPOINTS = List.of();

  private final MemoryStore store = new MemoryStore();
  private final EventReader reader = new EventReader(store);
  private final LiveTail tail = new LiveTail(reader, 0);

  private Event write(String app) {
    long position = store.lastPosition() + 1;
    Event event = Samples.numbered(position, app, "room" + position, 1, Samples.ALL.get(2));
    store.commit(List.of(new StoredEvent(event, "")), NO_CHECKPOINTS);
    return event;
  }

  private Event happen(String app) {
    Event event = write(app);
    tail.publish(List.of(event));
    return event;
  }

  private static List<Event> take(Follower follower) throws InterruptedException {
    return follower.next(Duration.ZERO) instanceof Followed.More more ? more.events() : List.of();
  }

  @Test
  void pagesGoOnAtTheirCursor() {
    List<Event> mine = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      mine.add(happen("app"));
      happen("other");
    }
    EventPage first = reader.read("app", null, 4);
    assertThat(first.events()).isEqualTo(mine.subList(0, 4));
    assertThat(first.more()).isTrue();
    EventPage rest = reader.read("app", first.next().orElseThrow(), 6);
    assertThat(rest.events()).isEqualTo(mine.subList(4, 10));
    assertThat(rest.more()).isFalse();
    assertThat(reader.read("app", rest.next().orElseThrow(), 6).events()).isEmpty();
  }

  @Test
  void anotherAppsEventIsNoCursor() {
    Event theirs = happen("other");
    assertThatThrownBy(() -> reader.read("app", theirs.id(), 10)).isInstanceOf(UnknownCursorException.class);
    assertThatThrownBy(() -> reader.read("app", "x".repeat(10_000), 10)).isInstanceOf(UnknownCursorException.class)
      .hasMessageMatching(".{1,100}");
  }

  @Test
  void aFollowerSeesItsAppOnlyAndNothingFromBefore() throws InterruptedException {
    happen("app");
    try (Follower follower = tail.follow("app", null)) {
      assertThat(take(follower)).isEmpty();
      Event mine = happen("app");
      happen("other");
      assertThat(take(follower)).containsExactly(mine);
    }
  }

  @Test
  void historyAndLiveJoinWithoutGapAndWithoutRepeats() throws InterruptedException {
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      all.add(happen("app"));
    }
    try (Follower follower = tail.follow("app", all.getFirst().id())) {
      List<Event> seen = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        seen.addAll(take(follower));
        all.add(happen("app"));
        // Durable, but its followers are told later.
        Event late = write("app");
        all.add(late);
        seen.addAll(take(follower));
        tail.publish(List.of(late));
      }
      seen.addAll(take(follower));
      assertThat(seen).isEqualTo(all.subList(1, all.size()));
    }
  }

  @Test
  void whatHappensWhileTheLastPageIsReadIsSeenOnce() throws InterruptedException {
    Event before = happen("app");
    Event old = happen("app");
    try (Follower follower = tail.follow("app", before.id())) {
      Event[] meanwhile = new Event[1];
      store.afterNextRead(() -> meanwhile[0] = happen("app"));
      List<Event> seen = new ArrayList<>(take(follower));
      seen.addAll(take(follower));
      assertThat(seen).containsExactly(old, meanwhile[0]);
    }
  }

  @Test
  void whoIsTooSlowIsToldWhereToGoOn() throws InterruptedException {
    Follower follower = tail.follow("app", null);
    take(follower);
    Event last = happen("app");
    assertThat(take(follower)).containsExactly(last);
    for (int i = 0; i <= Follower.WAITING_MAX; i++) {
      happen("app");
    }
    assertThat(follower.next(Duration.ZERO)).isEqualTo(new Followed.Ended(FollowEnd.TOO_SLOW, last.id()));
    assertThat(tail.following()).isZero();
    assertThat(tail.ended(FollowEnd.TOO_SLOW)).isEqualTo(1);
    assertThat(reader.read("app", last.id(), 1_000).events()).hasSize(Follower.WAITING_MAX + 1);
  }

  @Test
  void followersAreBounded() {
    for (int i = 0; i < LiveTail.FOLLOWERS_PER_APP_MAX; i++) {
      tail.follow("app", null);
    }
    assertThatThrownBy(() -> tail.follow("app", null)).isInstanceOf(TooManyFollowersException.class);
    tail.follow("other", null).close();
    assertThat(tail.following()).isEqualTo(LiveTail.FOLLOWERS_PER_APP_MAX);
  }

  @Test
  void aServerThatClosesSaysSo() throws InterruptedException {
    Follower follower = tail.follow("app", null);
    tail.close();
    assertThat(follower.next(Duration.ofDays(1))).isEqualTo(new Followed.Ended(FollowEnd.SERVER_CLOSED, null));
    assertThat(tail.follow("app", null).next(Duration.ofDays(1))).isEqualTo(new Followed.Ended(FollowEnd.SERVER_CLOSED, null));
  }
}
