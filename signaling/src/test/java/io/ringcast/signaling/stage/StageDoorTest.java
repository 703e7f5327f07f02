package io.ringcast.signaling.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.http.Json;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Grant;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.DoorSettings;
import io.ringcast.signaling.Doors;
import io.ringcast.signaling.room.Actor;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Offers;
import io.ringcast.signaling.support.RecordingSeat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Client control as its callers see it: shapes, refusals by name, and that a refusal changes nothing. */
class StageDoorTest {
  private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for anybody");
  private static final KeyPair OTHER = new KeyPair("other", "another secret that is long enough");
  private static final RoomToken ANN = token("ann", "r");
  private static final RoomToken EVE = token("eve", "r");
  private static final RoomToken BOB = token("bob", "q");
  private static final RoomToken BOSS = token("boss", "r").with(Grant.ROOM_ADMIN);
  private static final RoomToken QBOSS = token("boss", "q").with(Grant.ROOM_ADMIN);
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Doors doors = new Doors(
      new FakeSfu(),
      Identity.unkept(new Apps(List.of(new App("app", List.of(PAIR)), new App("app2", List.of(OTHER))))),
      InstantSource.fixed(NOW),
      new Random(7),
      new DoorSettings(RoomLimits.DEFAULT, List.of()));
  private final WebTestClient http =
      WebTestClient.bindToRouterFunction(doors.routes()).configureClient().responseTimeout(LIMIT).build();
  private Participant ann;
  private Participant eve;
  private Participant bob;

  private static RoomToken token(String userId, String roomId) {
    return RoomToken.joining(userId, roomId, NOW.plusSeconds(600));
  }

  @BeforeEach
  void meet() throws Exception {
    ann = join("app", "r", "ann", HOST);
    eve = join("app", "r", "eve", HOST.publishing(false));
    bob = join("app", "q", "bob", HOST);
  }

  @AfterEach
  void closeDoors() {
    doors.close();
  }

  private Participant join(String app, String room, String userId, Permissions permissions) throws RoomRefusedException {
    return join(app, room, RoomMode.LIVE_VIDEO, new JoinRequest(
        userId, Presence.USER, permissions, Profile.EMPTY, true, new RecordingSeat(), RoomMedia.NONE));
  }

  private Participant join(String app, String room, RoomMode mode, JoinRequest request) throws RoomRefusedException {
    return doors.rooms().enter(new RoomKey(app, room), RoomSettings.DEFAULT, (host, there) -> there.join(request.into(mode), host.nowMs()));
  }

  private RoomHost host(String room) {
    return doors.rooms().find(new RoomKey("app", room)).orElseThrow();
  }

  private ResponseSpec send(KeyPair pair, HttpMethod method, String path, RoomToken token, String json) {
    WebTestClient.RequestBodySpec request = http.method(method).uri("/v1/rooms/" + path)
        .header("Authorization", "Bearer " + new TokenIssuer(pair).issue(token, NOW));
    if (!json.isEmpty()) {
      request.contentType(MediaType.APPLICATION_JSON).bodyValue(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
    return request.exchange();
  }

  private ResponseSpec send(HttpMethod method, String path, RoomToken token, String json) {
    return send(PAIR, method, path, token, json);
  }

  private static JsonNode done(ResponseSpec response, int status) {
    byte[] body = response.expectStatus().isEqualTo(status).expectBody().returnResult().getResponseBody();
    return Json.object(body == null ? "{}" : new String(body, StandardCharsets.UTF_8));
  }

  private static JsonNode problem(ResponseSpec response, int status, String slug) {
    JsonNode body = done(response, status);
    assertThat(body.get("type").stringValue()).isEqualTo("urn:ringcast:problem:" + slug);
    return body;
  }

  private String invitation() {
    return done(send(HttpMethod.POST, "r/stage/invitations", ANN, "{'userId':'eve'}"), 201).get("invitationId").stringValue();
  }

  private String link() {
    return done(send(HttpMethod.POST, "r/links", ANN, "{'roomId':'q','userId':'bob'}"), 201).get("linkId").stringValue();
  }

  @Test
  void theStageIsShownAsEachMayKnowIt() {
    done(send(HttpMethod.PUT, "r/stage/hand", EVE, ""), 200);
    String id = invitation();
    assertThat(done(send(HttpMethod.POST, "r/stage/invitations", ANN, "{'userId':'eve','timeoutS':5}"), 200).get("invitationId")
        .stringValue()).isEqualTo(id);
    JsonNode seen = done(send(HttpMethod.GET, "r/stage", ANN, ""), 200);
    assertThat(seen.get("userId").stringValue()).isEqualTo("ann");
    assertThat(seen.get("role").stringValue()).isEqualTo("HOST");
    assertThat(seen.get("count").intValue()).isEqualTo(2);
    assertThat(seen.get("audience").intValue()).isEqualTo(1);
    assertThat(seen.get("hands").get(0).get("userId").stringValue()).isEqualTo("eve");
    assertThat(seen.get("invitations").get(0).get("by").stringValue()).isEqualTo("ann");
    assertThat(seen.get("sequence").longValue()).isPositive();
    JsonNode boss = done(send(HttpMethod.GET, "r/stage", BOSS, ""), 200);
    assertThat(boss.get("userId").isNull()).isTrue();
    assertThat(boss.get("hands").size()).isEqualTo(1);
    assertThat(done(send(HttpMethod.GET, "r/stage", EVE, ""), 200).get("invitations").size()).isEqualTo(1);
    assertThat(done(send(HttpMethod.POST, "r/stage/invitations/" + id + "/answer", EVE, "{'accept':true}"), 200).get("role").stringValue())
        .isEqualTo("HOST");
    assertThat(eve.permissions().publish()).isTrue();
  }

  @Test
  void anAudienceSeesItsOwnAndNoOthers() throws Exception {
    join("app", "r", "fay", HOST.publishing(false));
    done(send(HttpMethod.PUT, "r/stage/hand", EVE, ""), 200);
    invitation();
    link();
    JsonNode seen = done(send(HttpMethod.GET, "r/stage", token("fay", "r"), ""), 200);
    assertThat(seen.get("hands").size() + seen.get("invitations").size() + seen.get("links").size()).isZero();
    assertThat(done(send(HttpMethod.GET, "r/stage", EVE, ""), 200).get("hands").size()).isEqualTo(1);
  }

  /** Who asks, for what, and what it hears; {@code IV} and {@code LK} are an invitation of eve and a link request from ann to bob. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      ann  | PUT    | r/stage/hand                  |                          | 409 | already-on-stage
      boss | PUT    | r/stage/hand                  |                          | 403 | not-in-room
      fay  | PUT    | r/stage/hand                  |                          | 403 | not-in-room
      eve  | DELETE | r/stage/hands/eve             |                          | 403 | hosts-only
      ann  | POST   | r/stage/invitations           | {'userId':'ann'}         | 409 | inviting-oneself
      ann  | POST   | r/stage/invitations           | {'userId':'nobody'}      | 404 | no-such-user
      ann  | POST   | r/stage/invitations           | {'userId':'bob'}         | 404 | no-such-user
      ann  | POST   | r/stage/invitations           | {'timeoutS':30}          | 404 | no-such-user
      ann  | POST   | r/stage/invitations           | {'userId':'eve','timeoutS':4} | 400 | bad-field
      ann  | POST   | r/stage/invitations           | {'userId':7}             | 400 | bad-field
      ann  | POST   | r/stage/invitations           | {'user':'eve'}           | 400 | unknown-field
      ann  | POST   | r/stage/invitations           | []                       | 400 | bad-json
      eve  | POST   | r/stage/invitations           | {'userId':'ann'}         | 403 | hosts-only
      ann  | POST   | dead/stage/invitations        | {'userId':'eve'}         | 403 | another-room
      eve  | DELETE | r/stage/invitations/IV        |                          | 403 | hosts-only
      ann  | POST   | r/stage/invitations/IV/answer | {'accept':true}          | 404 | no-such-invitation
      eve  | POST   | r/stage/invitations/XX/answer | {'accept':true}          | 404 | no-such-invitation
      eve  | POST   | r/stage/invitations/IV/answer | {'accept':'yes'}         | 400 | bad-field
      eve  | POST   | r/stage/invitations/IV/answer | {}                       | 400 | bad-field
      boss | POST   | r/stage/invitations/IV/answer | {'accept':true}          | 403 | not-in-room
      eve  | DELETE | r/stage/hosts/ann             |                          | 403 | hosts-only
      ann  | DELETE | r/stage/hosts/nobody          |                          | 404 | no-such-user
      eve  | PUT    | r/streams/ann_main/layer      | {'layer':'small'}        | 404 | no-such-stream
      eve  | PUT    | r/streams/ann_main/layer      | {'layer':'tiny'}         | 400 | bad-field
      eve  | POST   | r/links                       | {'roomId':'q','userId':'bob'}    | 403 | hosts-only
      boss | POST   | r/links                       | {'roomId':'q','userId':'bob'}    | 403 | hosts-only
      boss | POST   | r/links                       | {'roomId':'q','userId':'bob','by':'eve'} | 403 | hosts-only
      ann  | POST   | r/links                       | {'roomId':'q','userId':'bob','by':'eve'} | 403 | hosts-only
      ann  | POST   | r/links                       | {'roomId':'dead','userId':'bob'} | 404 | no-such-room
      ann  | POST   | r/links                       | {'roomId':'q','userId':'nobody'} | 404 | no-such-user
      ann  | POST   | r/links                       | {'roomId':'r','userId':'ann'}    | 409 | same-room
      ann  | POST   | r/links                       | {'roomId':'','userId':'ann'}     | 400 | bad-field
      ann  | POST   | r/links                       | {'roomId':'q'}                   | 400 | bad-field
      ann  | POST   | r/links/LK/answer             | {'accept':true}          | 404 | no-such-link
      bob  | POST   | q/links/XX/answer             | {'accept':true}          | 404 | no-such-link
      bob  | POST   | q/links/LK/answer             | {}                       | 400 | bad-field
      ann  | POST   | r/links/LK/join               |                          | 409 | link-pending
      ann  | POST   | r/links/LK/leave              |                          | 409 | link-pending
      eve  | DELETE | r/links/LK                    |                          | 404 | no-such-link
      qboss| DELETE | q/links/XX                    |                          | 404 | no-such-link
      """)
  void refusalsHaveNamesAndChangeNothing(String who, String method, String path, String body, int status, String slug) {
    String invited = invitation();
    String linked = link();
    String before = picture();
    RoomToken token = switch (who) {
      case "ann" -> ANN;
      case "eve" -> EVE;
      case "bob" -> BOB;
      case "boss" -> BOSS;
      case "qboss" -> QBOSS;
      default -> token(who, "r");
    };
    String named = path.replace("IV", invited).replace("LK", linked);
    problem(send(HttpMethod.valueOf(method), named, token, Objects.requireNonNullElse(body, "")), status, slug);
    assertThat(picture()).isEqualTo(before);
  }

  private String picture() {
    return done(send(HttpMethod.GET, "r/stage", BOSS, ""), 200) + " " + done(send(HttpMethod.GET, "q/stage", QBOSS, ""), 200);
  }

  @Test
  void linksCarryRongCloudsNumbers() {
    assertThat(problem(send(HttpMethod.POST, "r/links", EVE, "{'roomId':'q','userId':'bob'}"), 403, "hosts-only").get("code").intValue())
        .isEqualTo(50074);
    assertThat(problem(send(HttpMethod.POST, "r/links", ANN, "{'roomId':'r','userId':'eve'}"), 409, "same-room").get("code").intValue())
        .isEqualTo(50075);
    assertThat(problem(send(HttpMethod.DELETE, "r/links/XX", ANN, ""), 404, "no-such-link").get("code").intValue()).isEqualTo(50076);
    assertThat(problem(send(HttpMethod.POST, "r/links/XX/answer", ANN, "{'accept':true}"), 404, "no-such-link").get("code").intValue())
        .isEqualTo(50077);
    assertThat(doors.rooms().counters().refused(RoomRefusal.NO_SUCH_LINK)).isEqualTo(2);
  }

  @Test
  void administratorsLinkInTheHostsNames() {
    JsonNode asked = done(send(HttpMethod.POST, "r/links", BOSS, "{'roomId':'q','userId':'bob','by':'ann','extra':'x'}"), 201);
    assertThat(asked.get("inviter").get("userId").stringValue()).isEqualTo("ann");
    assertThat(asked.get("state").stringValue()).isEqualTo("PENDING");
    String id = asked.get("linkId").stringValue();
    JsonNode accepted = done(send(HttpMethod.POST, "q/links/" + id + "/answer", QBOSS, "{'accept':true,'join':false}"), 200);
    assertThat(accepted.get("here").stringValue()).isEqualTo("INVITEE");
    assertThat(done(send(HttpMethod.POST, "q/links/" + id + "/join", QBOSS, ""), 200).get("state").stringValue()).isEqualTo("JOINED");
    JsonNode stage = done(send(HttpMethod.GET, "q/stage", BOB, ""), 200);
    assertThat(stage.get("hosts").get(1).get("roomId").stringValue()).isEqualTo("r");
    assertThat(done(send(HttpMethod.DELETE, "r/links/" + id, BOSS, ""), 200).get("reason").stringValue()).isEqualTo("ENDED_BY_INVITER");
    assertThat(done(send(HttpMethod.GET, "q/stage", BOB, ""), 200).get("links").size()).isZero();
  }

  /** The picture of a host that is linked does nothing in the room where it is shown. */
  @Test
  void whoIsOnlyShownIsNoMember() {
    String id = link();
    done(send(HttpMethod.POST, "q/links/" + id + "/answer", BOB, "{'accept':true}"), 200);
    done(send(HttpMethod.POST, "q/links/" + id + "/join", BOB, ""), 200);
    RoomToken annThere = token("ann", "q");
    problem(send(HttpMethod.GET, "q/stage", annThere, ""), 403, "not-in-room");
    problem(send(HttpMethod.PATCH, "q/attributes", annThere, "{'attributes':{'k':'v'}}"), 403, "not-in-room");
    problem(send(HttpMethod.POST, "q/stage/invitations", annThere, "{'userId':'bob'}"), 403, "not-in-room");
    problem(send(HttpMethod.DELETE, "q/stage/hosts/ann", BOB, ""), 409, "lives-elsewhere");
  }

  @Test
  void aMeetingHasNoStageAndNoLinks() throws Exception {
    join("app", "m", RoomMode.MEETING,
        new JoinRequest("mia", Presence.USER, HOST, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE));
    RoomToken mia = token("mia", "m");
    problem(send(HttpMethod.PUT, "m/stage/hand", mia, ""), 409, "wrong-mode");
    assertThat(problem(send(HttpMethod.POST, "m/links", mia, "{'roomId':'q','userId':'bob'}"), 409, "wrong-mode").get("code").intValue())
        .isEqualTo(50074);
    problem(send(HttpMethod.POST, "r/links", ANN, "{'roomId':'m','userId':'mia'}"), 409, "wrong-mode");
    problem(send(HttpMethod.DELETE, "m/stage/hosts/mia", mia, ""), 409, "wrong-mode");
  }

  @Test
  void anotherAppsRoomsAreNotThere() throws Exception {
    join("app2", "z", "zoe", HOST);
    join("app2", "r", "eve", HOST);
    problem(send(HttpMethod.POST, "r/links", ANN, "{'roomId':'z','userId':'zoe'}"), 404, "no-such-room");
    String id = link();
    problem(send(OTHER, HttpMethod.DELETE, "r/links/" + id, token("eve", "r"), ""), 404, "no-such-link");
    problem(send(OTHER, HttpMethod.POST, "q/links/" + id + "/answer", QBOSS, "{'accept':true}"), 404, "no-such-room");
    assertThat(host("q").room().links().all()).hasSize(1);
  }

  @Test
  void layersAreChosenByStream() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    RoomMedia media = new RoomMedia() {
      @Override
      public void adjust(Publication publication, Reception reception) {
        received.add(publication.streamId() + " " + reception.layer() + " " + reception.paused());
      }
    };
    join("app", "r", RoomMode.LIVE_VIDEO,
        new JoinRequest("fay", Presence.USER, HOST.publishing(false), Profile.EMPTY, true, Seat.DEAF, media));
    boolean _ = host("r").ask(room -> publish(host("r"), ann)).join();
    JsonNode chosen = done(send(HttpMethod.PUT, "r/streams/ann_main/layer", token("fay", "r"), "{'layer':'small'}"), 200);
    assertThat(chosen.get("publicationId").stringValue()).isEqualTo("ann_main_1");
    assertThat(chosen.get("layer").stringValue()).isEqualTo(Layer.SMALL.name());
    done(send(HttpMethod.PUT, "r/streams/ann_main/layer", token("fay", "r"), "{'layer':'big','paused':true}"), 200);
    assertThat(received).containsExactly("ann_main SMALL false", "ann_main BIG true");
    problem(send(HttpMethod.PUT, "r/streams/ann_main/layer", ANN, "{'layer':'small'}"), 404, "no-such-stream");
    problem(send(HttpMethod.PUT, "r/streams/bob_main/layer", token("fay", "r"), "{'layer':'small'}"), 404, "no-such-stream");
  }

  private static boolean publish(RoomHost host, Participant who) {
    try {
      Publication publication = host.room().announce(who, TrackDetails.plain(MediaKind.VIDEO), false, host.nowMs());
      host.room().live(publication, PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), publication.streamId())
          .publications().stream().filter(spec -> spec.kind() == MediaKind.VIDEO).findFirst().orElseThrow());
      return true;
    } catch (RoomRefusedException | SdpException e) {
      throw new AssertionError(e);
    }
  }

  private List<ServerSentEvent<String>> follow(RoomToken token, Runnable meanwhile) {
    List<ServerSentEvent<String>> told = new ArrayList<>();
    http.get().uri("/v1/rooms/r/events").header("Authorization", "Bearer " + new TokenIssuer(PAIR).issue(token, NOW)).exchange()
        .expectStatus().isOk().returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() { }).getResponseBody()
        .doOnNext(event -> {
          if ("stage".equals(event.event())) {
            meanwhile.run();
          }
        })
        .doOnNext(told::add).blockLast(LIMIT);
    return told;
  }

  private void leave(Participant who, LeaveReason reason) {
    boolean _ = host("r").ask(room -> {
      room.leave(who, reason, NOW.toEpochMilli());
      return true;
    }).join();
  }

  @Test
  void eventsComeUntilTheStayEnds() {
    List<ServerSentEvent<String>> told = follow(EVE, () -> {
      done(send(HttpMethod.PATCH, "r/attributes", ANN, "{'attributes':{'topic':'birds','gone':null}}"), 200);
      leave(eve, LeaveReason.REMOVED);
    });
    assertThat(told).extracting(ServerSentEvent::event).startsWith("stage", "attributes_changed");
    JsonNode changed = Json.object(Objects.requireNonNull(told.get(1).data()));
    assertThat(told.get(1).id()).isEqualTo(changed.get("sequence").toString());
    assertThat(changed.get("timeMs").longValue()).isEqualTo(NOW.toEpochMilli());
    assertThat(changed.get("details").get("set").get("topic").stringValue()).isEqualTo("birds");
    assertThat(changed.get("details").get("removed").get(0).stringValue()).isEqualTo("gone");
    assertThat(changed.get("details").get("message").isNull()).isTrue();
    assertThat(changed.get("details").get("large").booleanValue()).isFalse();
    assertThat(told.getLast().comment()).isEqualTo("ended: removed");
  }

  @Test
  void anAttributeBombIsToldAsLarge() {
    String bomb = "{'attributes':{'a':'" + "x".repeat(4_000) + "','b':'" + "\\u0001".repeat(2_000) + "'}}";
    List<ServerSentEvent<String>> told = follow(EVE, () -> {
      done(send(HttpMethod.PATCH, "r/attributes", ANN, bomb), 200);
      leave(eve, LeaveReason.LEFT);
    });
    JsonNode details = Json.object(Objects.requireNonNull(told.get(1).data())).get("details");
    assertThat(details.get("large").booleanValue()).isTrue();
    assertThat(details.get("set").isNull()).isTrue();
    assertThat(details.get("userId").stringValue()).isEqualTo("ann");
    assertThat(Objects.requireNonNull(told.get(1).data())).hasSizeLessThan(1_000);
  }

  @Test
  void oneWhoReadsTooSlowlyIsLetGo() {
    Newsstand newsstand = new Newsstand();
    RoomHost room = host("r");
    Follower slow = room.ask(there -> newsstand.follow(room, eve, StageState.of(there, new Actor(eve, false)))
        .orElseThrow()).join();
    assertThat(newsstand.following()).isEqualTo(1);
    int taken = 0;
    while (slow.send("count_changed", taken, "{}")) {
      taken++;
    }
    assertThat(taken).isEqualTo(Follower.WAITING_MAX - 1);
    boolean _ = room.ask(there -> {
      newsstand.end(room, slow, "too-slow");
      newsstand.end(room, slow, "too-slow");
      return true;
    }).join();
    assertThat(newsstand.following()).isZero();
    List<ServerSentEvent<String>> left = Objects.requireNonNull(slow.stream().collectList().block(LIMIT));
    assertThat(left).hasSize(Follower.WAITING_MAX + 1);
    assertThat(left.getLast().comment()).isEqualTo("ended: too-slow");
  }

  @Test
  void aMemberFollowsByThreeStreamsAtMost() {
    Newsstand newsstand = new Newsstand();
    RoomHost room = host("r");
    List<Follower> all = new ArrayList<>();
    boolean _ = room.ask(there -> {
      StageState picture = StageState.of(there, new Actor(eve, false));
      for (int i = 0; i <= Newsstand.PER_MEMBER_MAX; i++) {
        all.add(newsstand.follow(room, eve, picture).orElseThrow());
      }
      return true;
    }).join();
    assertThat(newsstand.following()).isEqualTo(Newsstand.PER_MEMBER_MAX);
    List<ServerSentEvent<String>> first = Objects.requireNonNull(all.getFirst().stream().collectList().block(LIMIT));
    assertThat(first.getLast().comment()).isEqualTo("ended: replaced");
    assertThat(bob.left()).isFalse();
  }
}
