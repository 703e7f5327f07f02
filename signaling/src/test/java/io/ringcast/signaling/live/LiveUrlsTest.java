package io.ringcast.signaling.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.events.Event;
import io.ringcast.events.Happening;
import io.ringcast.events.NewEvent;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.LiveTokens;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.host.Attendance;
import io.ringcast.signaling.room.host.Herald;
import io.ringcast.signaling.room.host.Outlets;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.room.host.UserRules;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Turns;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.reactive.function.server.MockServerRequest;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Where live streams are said to be played, to whom and how. */
class LiveUrlsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
  private static final App APP = new App("app", List.of(KeyPair.DEVELOPMENT));
  private static final App OTHER = new App("shop", List.of(new KeyPair("k", "a secret of the shop")));
  private static final RoomKey ROOM = new RoomKey("app", "a room");
  private static final ServerRequest ASKED = MockServerRequest.builder().uri(URI.create("http://10.0.0.7:7880/v1/rooms/a%20room")).build();
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);

  private final List<Happening> events = new ArrayList<>();

  private static LiveUrls urls(boolean open, String publicUrl) {
    return new LiveUrls(new Apps(List.of(APP, OTHER)), new LiveUrls.Rules(open, "app", Duration.ofHours(1), publicUrl),
        InstantSource.fixed(NOW));
  }

  @Test
  void theyBeginWithWhatTheRequestWasSentTo() {
    LiveUrls urls = urls(false, "");
    String query = "?token=" + LiveTokens.sign(APP, "a room", NOW.plusSeconds(3_600));
    LiveUrl url = urls.of(ROOM, null, ASKED);
    assertThat(url.flv()).isEqualTo("http://10.0.0.7:7880/live/a%20room.flv" + query);
    assertThat(url.hls()).isEqualTo("http://10.0.0.7:7880/live/a%20room.m3u8" + query);
    assertThat(url.rtmp()).as("no port").isNull();
    assertThat(url.expiresAtMs()).isEqualTo(NOW.plusSeconds(3_600).toEpochMilli());
    assertThat(url.links("live")).hasSize(2);
    urls.rtmpAt(1_935);
    assertThat(urls.of(ROOM, "ann_main", ASKED).rtmp()).isEqualTo("rtmp://10.0.0.7/live/a%20room/ann_main" + query);
    urls.rtmpAt(19_350);
    LiveUrl withRtmp = urls.of(ROOM, null, ASKED);
    assertThat(withRtmp.links("live")).hasSize(3).last()
        .isEqualTo("<rtmp://10.0.0.7:19350/live/a%20room" + query + ">; rel=\"live\"");
  }

  @Test
  void thePublicUrlComesBeforeTheRequest() {
    LiveUrls urls = urls(true, "https://media.example");
    urls.rtmpAt(1_935);
    assertThat(urls.of(ROOM, null, ASKED)).isEqualTo(new LiveUrl("https://media.example/live/a%20room.flv",
        "https://media.example/live/a%20room.m3u8", "rtmp://media.example/live/a%20room", "https://media.example/whep/a%20room", null));
    assertThat(urls.of(new RoomKey("shop", "r"), null, ASKED).flv()).as("of an app that is not the default")
        .isEqualTo("https://media.example/live/shop/r.flv");
  }

  private record Session(RoomHost host, Participant who) {}

  private static Session join(Rooms rooms) throws RoomRefusedException {
    return rooms.enter(ROOM, RoomSettings.DEFAULT, (host, room) -> new Session(host, room.join(
        new JoinRequest("ann", Presence.USER, HOST, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), host.nowMs())));
  }

  private static void publish(Session session) {
    session.host().tell(() -> {
      Room room = session.host().room();
      try {
        Publication publication = room.announce(session.who(), TrackDetails.plain(MediaKind.VIDEO), false, session.host().nowMs());
        room.live(publication, new PublicationSpec(new PublicationId("ann_main_1"), "ann_main", "1",
            new CodecParameters(Codec.H264, 96, CodecParameters.NO_RTX, "", true, true, false), ExtensionIds.NONE,
            List.of(new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN))));
      } catch (RoomRefusedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private CompletableFuture<List<Event>> note(List<NewEvent> batch) {
    batch.forEach(event -> events.add(event.happening()));
    return CompletableFuture.completedFuture(List.of());
  }

  @Test
  void eachSessionsMembersAndItsBackEndAreToldWhenSomethingIsPublished() throws Exception {
    LiveUrls urls = urls(false, "https://media.example");
    Rooms rooms = new Rooms(new FakeSfu(), new Turns(1), new FakeAlarm(), new Random(1), RoomLimits.DEFAULT,
        new Outlets(this::note, Herald.NONE, Attendance.NONE, urls), UserRules.USUAL);
    Session first = join(rooms);
    assertThat(first.host().room().attributes()).isEmpty();
    publish(first);
    Map<String, String> told = Map.of("ringcast.live.flv", "https://media.example/live/a%20room.flv",
        "ringcast.live.hls", "https://media.example/live/a%20room.m3u8");
    assertThat(first.host().room().attributes()).as("without a token").isEqualTo(told);
    Happening.Live live = events.stream().filter(Happening.Published.class::isInstance).map(Happening.Published.class::cast)
        .findFirst().orElseThrow().live();
    assertThat(live).isNotNull();
    assertThat(live.stream().flv()).startsWith("https://media.example/live/a%20room/ann_main.flv?token=devkey.");
    assertThat(live.room().hls()).startsWith("https://media.example/live/a%20room.m3u8?token=devkey.");
    first.host().tell(() -> first.host().room().leave(first.who(), LeaveReason.LEFT, first.host().nowMs()));
    assertThat(first.host().room().attributes()).isEmpty();
    Session next = join(rooms);
    publish(next);
    assertThat(next.host().room().attributes()).isEqualTo(told);
  }
}
