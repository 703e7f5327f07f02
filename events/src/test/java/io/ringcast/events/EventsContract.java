package io.ringcast.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.format.EventJson;
import io.ringcast.events.format.LiveKitSigner;
import io.ringcast.events.format.SigningKey;
import io.ringcast.events.format.WebhookFormat;
import io.ringcast.events.support.RawReceiver;
import io.ringcast.events.support.Samples;
import io.ringcast.events.tail.Followed;
import io.ringcast.events.tail.Follower;
import io.ringcast.events.webhook.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Everything together: a database, receivers on sockets, readers. */
abstract class EventsContract {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final InstantSource CLOCK = InstantSource.system();
  private static final long PATIENCE_SECONDS = 60;

  private final LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
  private final Random random = new Random(11);
  private Database database;
  private RawReceiver well;
  private RawReceiver dead;
  private Events events;

  abstract Storage newStorage() throws Exception;

  @BeforeEach
  void start() throws Exception {
    database = Database.open(newStorage());
    well = receiver(200);
    dead = new RawReceiver((request, out) -> false);
    events = open(CLOCK, receiver("dead", dead), receiver("well", well));
  }

  private RawReceiver receiver(int status) throws IOException {
    return new RawReceiver((request, out) -> {
      arrived.add(MAPPER.readTree(request.text()).get("id").asString());
      out.write(("HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return true;
    });
  }

  @AfterEach
  void close() throws IOException {
    events.close();
    database.close();
    well.close();
    dead.close();
  }

  private static Receiver receiver(String id, RawReceiver to) {
    return new Receiver(id, to.url("/"), new WebhookFormat("json", new EventJson(), new LiveKitSigner()), new SigningKey("key", "secret"),
      Set.of("app"), Set.of(), true, Receiver.Start.NOW);
  }

  private Events open(InstantSource clock, Receiver... receivers) {
    EventSettings settings = new EventSettings(Arrays.asList(receivers), EventSettings.KEEP, EventSettings.KEEP_UNDELIVERED);
    return Events.open(settings, database, clock, random);
  }

  private Event append(String app, String room) {
    return events.log().append(List.of(Samples.event(app, room, CLOCK.millis()))).join().getFirst();
  }

  private String next() throws InterruptedException {
    String id = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(id).as("something arrives").isNotNull();
    return id;
  }

  @Test
  void eventsReachTheirReceiversInOrderWhateverAnotherOneDoes() throws InterruptedException {
    List<String> appended = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      appended.add(append("app", "a").id());
      append("other", "a");
    }
    List<String> seen = new ArrayList<>();
    while (seen.size() < 20) {
      seen.add(next());
    }
    assertThat(seen).isEqualTo(appended);
    assertThat(events.reader().read("app", null, 100).events()).extracting(Event::id).isEqualTo(appended);
  }

  @Test
  void aRestartGoesOn() throws InterruptedException {
    String first = append("app", "a").id();
    assertThat(next()).isEqualTo(first);
    events.close();
    events = open(CLOCK);
    Event unseen = append("app", "a");
    events.close();
    events = open(CLOCK, receiver("well", well));
    assertThat(unseen.sequence()).isEqualTo(2);
    assertThat(next()).isEqualTo(unseen.id());
    assertThat(events.webhooks().ended("well")).isEmpty();
  }

  @Test
  void whatADeadServerLeftOpenEndsAtTheNextStart() throws InterruptedException {
    Happening.Member bob = new Happening.Member("bob", "PA_B", null, null, Map.of(), Happening.Role.PARTICIPANT, false, 0);
    List<Happening> life = List.of(new Happening.RoomStarted(Happening.Mode.MEETING, null, null),
      new Happening.ParticipantJoined(Samples.ANNA, 1), new Happening.Published(Samples.ANNA, Samples.CAMERA, null),
      new Happening.ParticipantJoined(bob, 2));
    long atMs = CLOCK.millis();
    events.log().append(life.stream().map(happening -> Samples.event("app", "a", atMs, happening)).toList()).join();
    events.close();
    events = open(InstantSource.fixed(Instant.ofEpochMilli(atMs + 500)));
    List<Event> all = events.reader().read("app", null, 10).events();
    assertThat(all).extracting(Event::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(all.subList(4, 8)).extracting(Event::happening).containsExactly(
      new Happening.ParticipantLeft(bob, Happening.Departure.SERVER_CLOSED, 500, 1),
      new Happening.Unpublished(Samples.ANNA, Samples.CAMERA),
      new Happening.ParticipantLeft(Samples.ANNA, Happening.Departure.SERVER_CLOSED, 500, 0),
      new Happening.RoomFinished(Happening.RoomEnd.SERVER_CLOSED, 500));
    assertThat(all).extracting(Event::sessionId).containsOnly("s1");
    events.close();
    events = open(CLOCK);
    assertThat(events.reader().read("app", null, 10).events()).as("once").hasSize(8);
  }

  @Test
  void anOperatorReplays() throws InterruptedException {
    Event a1 = append("app", "a");
    Event b1 = append("app", "b");
    Event a2 = append("app", "a");
    assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder(a1.id(), b1.id(), a2.id());
    events.webhooks().replayRoom("well", "app", a1.id());
    assertThat(List.of(next(), next())).containsExactly(a1.id(), a2.id());
    events.webhooks().replayAll("well", "app", b1.id());
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder(b1.id(), a2.id());
    Event a3 = append("app", "a");
    assertThat(next()).isEqualTo(a3.id());
  }

  @Test
  void followersSeeWhatHappens() throws InterruptedException {
    Event before = append("app", "a");
    try (Follower follower = events.tail().follow("app", before.id())) {
      assertThat(follower.next(Duration.ZERO)).isEqualTo(new Followed.More(List.of()));
      Event after = append("app", "a");
      assertThat(follower.next(Duration.ofSeconds(PATIENCE_SECONDS))).isEqualTo(new Followed.More(List.of(after)));
    }
  }

  @Test
  void oldEventsGoWhenTheyAreDelivered() throws InterruptedException {
    append("app", "a");
    next();
    events.close();
    arrived.clear();
    Instant nextWeek = CLOCK.instant().plus(EventSettings.KEEP).plusSeconds(60);
    events = open(InstantSource.fixed(nextWeek), receiver("well", well));
    events.retention().sweep().join();
    assertThat(events.retention().deleted()).isEqualTo(1);
    assertThat(events.reader().read("app", null, 10).events()).isEmpty();
    assertThat(append("app", "a").sequence()).as("the room goes on counting").isEqualTo(2);
  }

  @Test
  void oldEventsWaitForAReceiverThatIsDownButNotForEver() {
    append("app", "a");
    events.close();
    Instant nextWeek = CLOCK.instant().plus(EventSettings.KEEP).plusSeconds(60);
    events = open(InstantSource.fixed(nextWeek), receiver("dead", dead));
    events.retention().sweep().join();
    assertThat(events.retention().deleted() + events.retention().expired()).isZero();
    events.close();
    Instant muchLater = CLOCK.instant().plus(EventSettings.KEEP_UNDELIVERED).plusSeconds(60);
    events = open(InstantSource.fixed(muchLater), receiver("dead", dead));
    events.retention().sweep().join();
    assertThat(events.retention().expired()).isEqualTo(1);
    assertThat(events.webhooks().reports().get("dead").attempts()).doesNotContainKey(Outcome.ACCEPTED);
  }
}
