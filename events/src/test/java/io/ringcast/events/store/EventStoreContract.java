package io.ringcast.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.database.Database;
import io.ringcast.database.StoreException;
import io.ringcast.events.Event;
import io.ringcast.events.EventType;
import io.ringcast.events.Happening;
import io.ringcast.events.RoomKey;
import io.ringcast.events.delivery.Checkpoint;
import io.ringcast.events.delivery.Ended;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.delivery.Progress;
import io.ringcast.events.delivery.SavedLane;
import io.ringcast.events.support.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do. */
abstract class EventStoreContract {
  private static final RoomKey A = new RoomKey("app", "a");
  private static final RoomKey B = new RoomKey("app", "b");

  private Database database;
  private SqlEventStore store;

  abstract Database open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    database = open();
    store = new SqlEventStore(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static StoredEvent stored(Event event) {
    return new StoredEvent(event, HappeningJson.write(event.happening()));
  }

  private void commit(Event... events) {
    store.commit(Arrays.stream(events).map(EventStoreContract::stored).toList(), List.of());
  }

  @Test
  void whatWasWrittenIsReadAgain() {
    List<Event> all = new ArrayList<>();
    for (Happening happening : Samples.ALL) {
      all.add(Samples.numbered(all.size() + 1, "app", "a", all.size() + 1, happening));
    }
    assertThat(Samples.ALL.stream().map(Happening::type)).as("samples of every type").containsAll(EnumSet.allOf(EventType.class));
    store.commit(all.stream().map(EventStoreContract::stored).toList(), List.of());
    assertThat(store.read(0, 100, 100)).isEqualTo(all);
    assertThat(store.read(3, 6, 100)).isEqualTo(all.subList(3, 6));
    assertThat(store.read(3, 100, 2)).isEqualTo(all.subList(3, 5));
    assertThat(store.lastPosition()).isEqualTo(all.size());
    assertThat(store.lastSequence(A)).isEqualTo(all.size());
  }

  @Test
  void roomsAndAppsAreReadApart() {
    Event a1 = Samples.numbered(1, "a", 1);
    Event other = Samples.numbered(2, "other", "a", 1, Samples.ALL.get(2));
    Event b1 = Samples.numbered(3, "b", 1);
    Event a2 = Samples.numbered(4, "a", 2);
    commit(a1, other, b1, a2);
    assertThat(store.readRoom(A, 1, 100, 10)).containsExactly(a1, a2);
    assertThat(store.readRoom(A, 2, 100, 10)).containsExactly(a2);
    assertThat(store.readRoom(A, 1, 3, 10)).containsExactly(a1);
    assertThat(store.readApp("app", 1, 10)).containsExactly(b1, a2);
    assertThat(store.find("app", "EV_3")).contains(b1);
    assertThat(store.find("other", "EV_3")).isEmpty();
    assertThat(store.tells(A, a1.type())).isTrue();
    assertThat(store.tells(new RoomKey("other", "b"), a1.type())).isFalse();
    assertThat(store.holds("EV_4")).isTrue();
    assertThat(store.holds("EV_5")).isFalse();
  }

  @Test
  void aCommitIsAllOrNothing() {
    commit(Samples.numbered(1, "a", 1));
    Checkpoint checkpoint = new Checkpoint("r", 1, Map.of(), Set.of(), List.of());
    List<StoredEvent> twice = List.of(stored(Samples.numbered(2, "a", 2)), stored(Samples.numbered(3, "a", 2)));
    assertThatThrownBy(() -> store.commit(twice, List.of(checkpoint)))
      .isInstanceOfSatisfying(StoreException.class, refused -> assertThat(refused.unstorable()).isTrue());
    assertThat(store.lastPosition()).isEqualTo(1);
    assertThat(store.lastSequence(A)).isEqualTo(1);
    assertThat(store.progress("r")).isEmpty();
  }

  @Test
  void checkpointsChangeWhatIsKnownOfAReceiver() {
    assertThat(store.progress("r")).isEmpty();
    Event given = Samples.numbered(1, "a", 1);
    store.commit(List.of(stored(given)), List.of(
      new Checkpoint("r", 5, Map.of(A, new SavedLane(2, 3, 77), B, new SavedLane(9, 1, 78)), Set.of(),
        List.of(new Ended(given, Outcome.REJECTED, 99)))));
    store.commit(List.of(), List.of(new Checkpoint("r", 7, Map.of(A, new SavedLane(4, 0, 0)), Set.of(B), List.of())));
    assertThat(store.progress("r")).contains(new Progress(7, Map.of(A, new SavedLane(4, 0, 0))));
    assertThat(store.ended("r", 10)).containsExactly(new EndedEvent("EV_1", A, 1, Outcome.REJECTED, 99));
    store.reset("r", new Progress(2, Map.of(B, new SavedLane(1, 0, 0))));
    assertThat(store.progress("r")).contains(new Progress(2, Map.of(B, new SavedLane(1, 0, 0))));
    assertThat(store.progress("other")).isEmpty();
  }

  @Test
  void deletionPassesNothingThatAReceiverIsStillToGet() {
    // Event n is from second n.
    commit(Samples.numbered(1, "a", 1), Samples.numbered(2, "b", 1), Samples.numbered(3, "a", 2), Samples.numbered(4, "b", 2),
      Samples.numbered(5, "a", 3));
    store.reset("near", new Progress(5, Map.of(A, new SavedLane(2, 1, 1))));
    store.reset("far", new Progress(2, Map.of()));
    store.reset("gone", new Progress(0, Map.of()));
    assertThat(store.deleteSettled(10_000, Set.of("near", "far"), 100)).isEqualTo(2);
    assertThat(positions()).containsExactly(3L, 4L, 5L);
    store.reset("far", new Progress(5, Map.of()));
    assertThat(store.deleteSettled(4_000, Set.of("near", "far"), 100)).as("event 4 is not old").isZero();
    assertThat(store.deleteSettled(10_000, Set.of("near", "far"), 100)).isEqualTo(1);
    assertThat(positions()).containsExactly(3L, 5L);
    assertThat(store.deleteExpired(4_000, 100)).isEqualTo(1);
    assertThat(positions()).containsExactly(5L);
    assertThat(store.deleteSettled(10_000, Set.of(), 100)).as("nobody is waiting").isEqualTo(1);
    assertThat(store.lastPosition()).isEqualTo(5);
    assertThat(store.lastSequence(A)).isEqualTo(3);
  }

  @Test
  void deletionGoesInSteps() {
    commit(Samples.numbered(1, "a", 1), Samples.numbered(2, "a", 2), Samples.numbered(3, "a", 3));
    assertThat(store.deleteSettled(10_000, Set.of(), 2)).isEqualTo(2);
    assertThat(positions()).containsExactly(3L);
  }

  @Test
  void roomsAreForgottenWithTheirEventsUnlessSomebodyIsBehind() {
    commit(Samples.numbered(1, "a", 1), Samples.numbered(2, "b", 1), Samples.numbered(3, "c", 1));
    store.reset("r", new Progress(3, Map.of(B, new SavedLane(1, 1, 1))));
    store.deleteExpired(3_000, 100);
    store.forget(10_000);
    assertThat(store.lastSequence(A)).isZero();
    assertThat(store.lastSequence(B)).isEqualTo(1);
    assertThat(store.lastSequence(new RoomKey("app", "c"))).isEqualTo(1);
  }

  @Test
  void whatHasBegunIsOpenUntilItEnds() {
    Happening started = new Happening.RoomStarted(Happening.Mode.MEETING, null, null);
    Happening joined = new Happening.ParticipantJoined(Samples.ANNA, 1);
    Happening published = new Happening.Published(Samples.ANNA, Samples.CAMERA, null);
    commit(Samples.numbered(1, "app", "a", 1, started), Samples.numbered(2, "app", "a", 2, joined),
      Samples.numbered(3, "app", "a", 3, published), Samples.numbered(4, "app", "b", 1, started));
    commit(Samples.numbered(5, "app", "b", 2, joined),
      Samples.numbered(6, "app", "b", 3, new Happening.ParticipantLeft(Samples.ANNA, Happening.Departure.LEFT, 1, 0)));
    assertThat(store.open()).containsExactly(new OpenThing(B, "s1", 4_000, started), new OpenThing(A, "s1", 3_000, published),
      new OpenThing(A, "s1", 2_000, joined), new OpenThing(A, "s1", 1_000, started));
    store.deleteExpired(10_000, 100);
    commit(Samples.numbered(7, "app", "b", 4, new Happening.RoomFinished(Happening.RoomEnd.EMPTY, 1)),
      Samples.numbered(8, "app", "a", 4, new Happening.Unpublished(Samples.ANNA, Samples.CAMERA)));
    assertThat(store.open()).extracting(OpenThing::began).as("open longer than its event is kept").containsExactly(joined, started);
  }

  private List<Long> positions() {
    return store.read(0, Long.MAX_VALUE, 100).stream().map(Event::position).toList();
  }
}
