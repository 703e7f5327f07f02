package io.ringcast.signaling.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Grant;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.signaling.DoorSettings;
import io.ringcast.signaling.Doors;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Offers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class InsightDoorTest {
  private static final Instant NOW = Instant.parse("2026-11-28T18:00:00Z");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for anybody");
  private static final KeyPair OTHER = new KeyPair("other", "another secret that is long enough");
  private static final RoomToken ANN = RoomToken.joining("ann", "r", NOW.plusSeconds(600));
  private static final RoomToken OPERATOR = ANN.with(Grant.ROOM_LIST);

  private Instant now = NOW;
  private final FakeSfu sfu = new FakeSfu();
  private final Doors doors = new Doors(sfu,
      Identity.unkept(new Apps(List.of(new App("app", List.of(PAIR)), new App("app2", List.of(OTHER))))), () -> now, new Random(7),
      new DoorSettings(RoomLimits.DEFAULT, List.of()));
  private final WebTestClient http =
      WebTestClient.bindToRouterFunction(doors.routes()).configureClient().responseTimeout(Duration.ofSeconds(20)).build();

  @AfterEach
  void closeDoors() {
    doors.close();
  }

  private ResponseSpec get(String path, KeyPair pair, RoomToken token) {
    return http.method(HttpMethod.GET).uri(path).header("Authorization", "Bearer " + new TokenIssuer(pair).issue(token, now)).exchange();
  }

  private void refused(String path, RoomToken token, int status, String slug) {
    get(path, PAIR, token).expectStatus().isEqualTo(status).expectBody().jsonPath("$.type").isEqualTo("urn:ringcast:problem:" + slug);
  }

  private void publish() {
    http.post().uri("/whip/r").header("Authorization", "Bearer " + new TokenIssuer(PAIR).issue(ANN, now))
        .contentType(MediaType.parseMediaType("application/sdp")).bodyValue(Offers.chromiumPublish().getBytes(StandardCharsets.UTF_8))
        .exchange().expectStatus().isCreated();
  }

  @Test
  void showsAnOperatorTheRoomsOfItsAppAndNoOthers() {
    publish();
    get("/v1/insight", PAIR, OPERATOR).expectStatus().isOk().expectHeader().valueEquals("Cache-Control", "no-store").expectBody()
        .json("""
            {"appId":"app","rooms":[{"roomId":"r","mode":"MEETING","totals":{"members":1}}],"left":0}""");
    get("/v1/insight", OTHER, OPERATOR).expectBody().json("{\"appId\":\"app2\",\"rooms\":[],\"left\":0}");
    get("/v1/insight/rooms/r", OTHER, OPERATOR).expectStatus().isNotFound();
    get("/v1/insight/rooms/r?sort=loss&find=an&limit=5", PAIR, OPERATOR).expectStatus().isOk().expectBody()
        .jsonPath("$.members[0].userId").isEqualTo("ann")
        .jsonPath("$.found").isEqualTo(1)
        .jsonPath("$.publications[0].userId").isEqualTo("ann");
    String sid = sid();
    get("/v1/insight/rooms/r/members/" + sid, PAIR, OPERATOR).expectStatus().isOk().expectBody()
        .jsonPath("$.member.participantId").isEqualTo(sid)
        .jsonPath("$.connections[0].publications.length()").isEqualTo(2);
  }

  private String sid() {
    String body = new String(get("/v1/insight/rooms/r", PAIR, OPERATOR).expectBody().returnResult().getResponseBodyContent(),
        StandardCharsets.UTF_8);
    return body.replaceAll("(?s).*\"participantId\":\"(PA_[^\"]*)\".*", "$1");
  }

  @Test
  void refusesEverybodyElse() {
    http.get().uri("/v1/insight").exchange().expectStatus().isUnauthorized();
    refused("/v1/insight", ANN, 403, "may-not-list");
    refused("/v1/insight/rooms/r", ANN.with(Grant.ROOM_ADMIN), 403, "may-not-list");
    refused("/v1/insight/rooms/r/members/PA_1", ANN, 403, "may-not-list");
    refused("/v1/insight/rooms/r", OPERATOR, 404, "no-such-room");
    publish();
    refused("/v1/insight/rooms/r/members/PA_1", OPERATOR, 404, "no-such-participant");
    refused("/v1/insight/rooms/r?sort=luck", OPERATOR, 400, "bad-field");
    refused("/v1/insight/rooms/r?limit=501", OPERATOR, 400, "bad-field");
    refused("/v1/insight/rooms/r?offset=-1", OPERATOR, 400, "bad-field");
  }

  private ResponseSpec remove(String sid, RoomToken token) {
    return http.delete().uri("/v1/insight/rooms/r/members/" + sid)
        .header("Authorization", "Bearer " + new TokenIssuer(PAIR).issue(token, now)).exchange();
  }

  @Test
  void takesOneStayOut() {
    RoomToken admin = OPERATOR.with(Grant.ROOM_ADMIN);
    remove("PA_1", admin).expectStatus().isNotFound();
    publish();
    String sid = sid();
    remove(sid, OPERATOR).expectStatus().isForbidden();
    remove("PA_1", admin).expectStatus().isNotFound().expectBody().jsonPath("$.type").isEqualTo("urn:ringcast:problem:no-such-participant");
    assertThat(sfu.rooms.getFirst().peers.getFirst().closed).isNull();
    remove(sid, admin).expectStatus().isNoContent();
    assertThat(sfu.rooms.getFirst().peers.getFirst().closed).isNotNull();
  }

  @Test
  void allWhoLookShareOneLookASecond() {
    publish();
    lookedAt("/v1/insight/rooms/r", "$.room.atMs", NOW);
    now = NOW.plusMillis(Insights.INTERVAL_MS - 1);
    lookedAt("/v1/insight/rooms/r", "$.room.atMs", NOW);
    lookedAt("/v1/insight", "$.rooms[0].atMs", NOW);
    now = NOW.plusMillis(Insights.INTERVAL_MS);
    lookedAt("/v1/insight/rooms/r", "$.room.atMs", now);
  }

  private void lookedAt(String path, String field, Instant when) {
    get(path, PAIR, OPERATOR).expectStatus().isOk().expectBody().jsonPath(field).isEqualTo(when.toEpochMilli());
  }

  @Test
  void aLargeRoomIsLookedAtLessOften() {
    LookBudget budget = new LookBudget();
    assertThat(budget.isFree(0)).isTrue();
    budget.spend(10_000, 0);
    assertThat(budget.isFree(4_999)).isFalse();
    assertThat(budget.isFree(5_000)).isTrue();
    budget.spend(2, 60_000);
    assertThat(budget.isFree(60_001)).isTrue();
  }
}
