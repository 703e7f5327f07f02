package io.ringcast.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Grant;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.FakeSfu.FakePeer;
import io.ringcast.signaling.support.Offers;
import io.ringcast.signaling.http.IceServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class DoorsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for anybody");
  private static final KeyPair OTHER = new KeyPair("other", "another secret that is long enough");
  private static final RoomToken ANN = RoomToken.joining("ann", "r", NOW.plusSeconds(600));
  private static final RoomToken BOB = RoomToken.joining("bob", "r", NOW.plusSeconds(600));
  private static final RoomToken EVE = RoomToken.joining("eve", "r", NOW.plusSeconds(600));

  private final FakeSfu sfu = new FakeSfu();
  private final Doors doors = new Doors(
      sfu,
      Identity.unkept(new Apps(List.of(new App("app", List.of(PAIR)), new App("app2", List.of(OTHER))))),
      InstantSource.fixed(NOW),
      new Random(7),
      new DoorSettings(RoomLimits.DEFAULT, List.of(new IceServer("stun:stun.example.org", "", ""))));
  private final WebTestClient http =
      WebTestClient.bindToRouterFunction(doors.routes()).configureClient().responseTimeout(Duration.ofSeconds(20)).build();

  @AfterEach
  void closeDoors() {
    doors.close();
  }

  private static String bearer(RoomToken token) {
    return "Bearer " + new TokenIssuer(PAIR).issue(token, NOW);
  }

  private ResponseSpec post(String path, String authorization, String type, String body) {
    WebTestClient.RequestBodySpec request = http.post().uri(path);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return request.contentType(MediaType.parseMediaType(type)).bodyValue(body.getBytes(StandardCharsets.UTF_8)).exchange();
  }

  private EntityExchangeResult<byte[]> created(String path, RoomToken token, String offer) {
    return post(path, bearer(token), "application/sdp", offer).expectStatus().isCreated().expectBody().returnResult();
  }

  private static String location(EntityExchangeResult<byte[]> result) {
    return Objects.requireNonNull(result.getResponseHeaders().getFirst("Location"));
  }

  private static String text(EntityExchangeResult<byte[]> result) {
    return new String(Objects.requireNonNull(result.getResponseBody()), StandardCharsets.UTF_8);
  }

  private ResponseSpec send(HttpMethod method, String path, RoomToken token) {
    return http.method(method).uri(path).header("Authorization", bearer(token)).exchange();
  }

  private FakePeer peer(int index) {
    return sfu.rooms.getFirst().peers.get(index);
  }

  private static void problem(ResponseSpec response, int status, String slug, String detail) {
    EntityExchangeResult<byte[]> result = response.expectStatus().isEqualTo(status)
        .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON).expectBody()
        .jsonPath("$.type").isEqualTo("urn:ringcast:problem:" + slug)
        .jsonPath("$.status").isEqualTo(status)
        .jsonPath("$.title").isNotEmpty().returnResult();
    assertThat(text(result)).contains(detail);
  }

  @Test
  void publishesByWhip() {
    EntityExchangeResult<byte[]> result = created("/whip/r", ANN, Offers.chromiumPublish());

    assertThat(location(result)).matches("/whip/r/[0-9a-f]{32}");
    assertThat(result.getResponseHeaders().getETag()).matches("\"[0-9a-f]{32}\"");
    assertThat(result.getResponseHeaders().getContentType()).isEqualTo(MediaType.parseMediaType("application/sdp"));
    assertThat(result.getResponseHeaders().getFirst("Accept-Patch")).isEqualTo("application/trickle-ice-sdpfrag");
    assertThat(result.getResponseHeaders().get("Link")).hasSize(5).startsWith("<stun:stun.example.org>; rel=\"ice-server\"")
      .anyMatch(link -> link.matches("</live/r/ann_main.flv\\?token=[^>]+>; rel=\"urn:ringcast:relation:live\"; type=\"video/x-flv\""))
      .anyMatch(link -> link.matches("</live/r.m3u8\\?token=[^>]+>; rel=\"urn:ringcast:relation:room-live\"; type=.*mpegurl\""));
    assertThat(text(result)).contains("a=ice-ufrag:fragp1\r\n", "a=simulcast:recv q;h;f\r\n");
    assertThat(peer(0).published).hasSize(2);

    send(HttpMethod.DELETE, location(result), ANN).expectStatus().isOk();
    assertThat(peer(0).closed).isEqualTo(CloseReason.REQUESTED);
    problem(send(HttpMethod.DELETE, location(result), ANN), 404, "no-such-session", "POST a new offer");
  }

  @Test
  void watchesByWhepAndChoosesLayers() {
    problem(post("/whep/r", bearer(EVE), "application/sdp", Offers.chromiumPlay()), 404, "nobody-publishes", "Nobody publishes in room r");
    created("/whip/r", ANN, Offers.chromiumPublish());
    EntityExchangeResult<byte[]> watching = created("/whep/r", EVE, Offers.chromiumPlay());
    String layer = location(watching) + "/layer";
    assertThat(watching.getResponseHeaders().get("Link"))
        .contains("<" + layer + ">; rel=\"urn:ietf:params:whep:ext:core:layer\"");
    assertThat(text(watching)).contains("a=msid:ann_main ann_main_1\r\n", "a=ssrc-group:FID 1002 2002\r\n", "a=ssrc:1001 cname:");

    post(layer, bearer(EVE), "application/json", "{\"mediaId\":\"1\",\"encodingId\":\"SMALL\"}").expectStatus().isNoContent();
    assertThat(peer(1).subscribed.get(1).wanted).isEqualTo(Layer.SMALL);
    send(HttpMethod.GET, layer, EVE).expectStatus().isOk().expectBody().json("""
        {"media":[{"mediaId":"1","kind":"video","codec":"VP8","wanted":"SMALL","sending":null,"layers":[
          {"encodingId":"BIG","active":true,"width":1280,"height":720,"bitrateBps":2400000,"fps":30.0}]}]}""");
    post(layer, bearer(EVE), "application/json", "{\"mediaId\":\"1\",\"maxTemporalLayerId\":1,\"maxSpatialLayerId\":2}")
        .expectStatus().isNoContent();
    assertThat(peer(1).subscribed.get(1).wanted).as("the highest there is").isEqualTo(Layer.BIG);
    assertThat(peer(1).subscribed.get(1).temporalWanted).isEqualTo(1);
    problem(post(layer, bearer(EVE), "application/json", "{\"mediaId\":\"1\",\"maxTemporalLayerId\":-1}"), 400, "bad-layer-id", "0 to 7");
    problem(post(layer, bearer(EVE), "application/json", "{\"mediaId\":\"0\",\"encodingId\":\"BIG\"}"), 400, "bad-media-id", "[1]");
    problem(post(layer, bearer(EVE), "application/json", "{\"mediaId\":\"1\",\"encodingId\":\"HUGE\"}"), 400, "bad-encoding-id", "MEDIUM");
    problem(post(layer, bearer(EVE), "application/json", "{\"encodingId\":\"BIG\"}"), 400, "bad-media-id", "mediaId");
    problem(post(layer, bearer(EVE), "application/json", "[1"), 400, "bad-json", "JSON");
    problem(post(layer, bearer(BOB), "application/json", "{}"), 403, "not-your-session", "user and room");
  }

  @Test
  void asksWhichStreamWhenSeveralPublish() {
    created("/whip/r", ANN, Offers.chromiumPublish());
    created("/whip/r", BOB, Offers.ffmpegPublish());
    ResponseSpec conflict = post("/whep/r", bearer(EVE), "application/sdp", Offers.chromiumPlay());
    conflict.expectStatus().isEqualTo(HttpStatus.CONFLICT).expectBody().jsonPath("$.streams[1]").isEqualTo("bob_main");
    assertThat(text(created("/whep/r/bob_main", EVE, Offers.chromiumPlay()))).contains("m=video 9 UDP/TLS/RTP/SAVPF 102 103\r\n");
    problem(post("/whep/r/cid_main", bearer(EVE), "application/sdp", Offers.chromiumPlay()), 404, "no-such-stream", "ann_main");
  }

  @Test
  void keepsRoomNamesThatNeedEncoding() {
    RoomToken token = RoomToken.joining("ann", "é/ x", NOW.plusSeconds(60));
    EntityExchangeResult<byte[]> result = http.post().uri(builder -> builder.pathSegment("whip", "{room}").build("é/ x"))
        .header("Authorization", bearer(token)).contentType(MediaType.parseMediaType("application/sdp"))
        .bodyValue(Offers.chromiumPublish()).exchange().expectStatus().isCreated().expectBody().returnResult();
    assertThat(location(result)).startsWith("/whip/%C3%A9%2F%20x/");
    http.delete().uri(URI.create(location(result))).header("Authorization", bearer(token)).exchange().expectStatus().isOk();
  }

  @ParameterizedTest
  @CsvSource({
    // If-Match (none, etag, list, other, *), content type, body, status, slug
    "etag, application/trickle-ice-sdpfrag, a=candidate:1 1 udp 1 10.0.0.1 5000 typ host, 204,",
    "list, application/trickle-ice-sdpfrag, a=end-of-candidates, 204,",
    "etag, application/trickle-ice-sdpfrag, a=ice-ufrag:EsAw|a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1|a=end-of-candidates, 204,",
    "none, application/trickle-ice-sdpfrag, a=end-of-candidates, 428, if-match-missing",
    "other, application/trickle-ice-sdpfrag, a=end-of-candidates, 412, ice-generation-changed",
    "etag, application/trickle-ice-sdpfrag, a=ice-ufrag:anew|a=ice-pwd:0123456789012345678901, 422, restart-needs-any",
    "*, application/trickle-ice-sdpfrag, a=end-of-candidates, 400, bad-fragment",
    "*, application/trickle-ice-sdpfrag, a=ice-ufrag:abcd, 400, bad-fragment",
    "*, application/trickle-ice-sdpfrag, a=ice-ufrag:abcd|a=ice-pwd:short, 400, bad-fragment",
    "*, application/trickle-ice-sdpfrag, a=ice-ufrag:abcd|a=ice-ufrag:dcba|a=ice-pwd:0123456789012345678901, 400, bad-fragment",
    "*, application/trickle-ice-sdpfrag, m=audio|a=ice-ufrag:abcd|a=ice-pwd:0123456789012345678901, 400, bad-fragment",
    "etag, application/sdp, v=0, 415, no-renegotiation",
    "*, application/sdp, v=0, 415, no-renegotiation",
    "etag, application/json, {}, 415, wrong-content-type",
    "etag, application/trickle-ice-sdpfrag, rubbish, 400, bad-fragment",
  })
  void tricklesByPatchAndRefusesWhatItCannotDo(String ifMatch, String type, String body, int status, @Nullable String slug) {
    EntityExchangeResult<byte[]> result = created("/whip/r", ANN, Offers.chromiumPublish());
    String etag = Objects.requireNonNull(result.getResponseHeaders().getETag());
    ResponseSpec response = patch(location(result), switch (ifMatch) {
      case "none" -> null;
      case "etag" -> etag;
      case "list" -> "\"x\", " + etag;
      case "other" -> "\"x\"";
      default -> ifMatch;
    }, type, body.replace("|", "\r\n") + "\r\n");
    if (slug == null) {
      response.expectStatus().isEqualTo(status);
    } else {
      problem(response, status, slug, "detail");
    }
    assertThat(peer(0).restarts).isZero();
    assertThat(peer(0).closed).as("what is refused ends nothing").isNull();
  }

  private ResponseSpec patch(String path, @Nullable String ifMatch, String type, String body) {
    WebTestClient.RequestBodySpec request = http.patch().uri(path).header("Authorization", bearer(ANN));
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return request.contentType(MediaType.parseMediaType(type)).bodyValue(body).exchange();
  }

  @Test
  void restartsIceByPatch() {
    EntityExchangeResult<byte[]> first = created("/whip/r", ANN, Offers.chromiumPublish());
    String fragment = """
        a=ice-options:trickle ice2
        a=group:BUNDLE 0 1
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        a=mid:0
        a=ice-ufrag:anew
        a=ice-pwd:0123456789012345678901
        a=candidate:1 1 udp 1 10.0.0.1 5000 typ host
        m=video 9 UDP/TLS/RTP/SAVPF 96 97
        a=mid:1
        a=ice-ufrag:anew
        a=ice-pwd:0123456789012345678901
        """;
    String type = "application/trickle-ice-sdpfrag";
    EntityExchangeResult<byte[]> restarted =
        patch(location(first), "*", type, fragment).expectStatus().isOk().expectHeader().contentType(type).expectBody().returnResult();

    assertThat(text(restarted)).isEqualTo("""
        a=ice-lite
        a=group:BUNDLE 0 1
        m=audio 9 UDP/TLS/RTP/SAVPF 0
        a=mid:0
        a=ice-ufrag:fragp1-
        a=ice-pwd:passwordpasswordpassword
        a=candidate:1 1 udp 2130706431 127.0.0.1 7882 typ host
        a=end-of-candidates
        """.replace("\n", "\r\n"));
    String etag = Objects.requireNonNull(restarted.getResponseHeaders().getETag());
    assertThat(etag).isNotEqualTo(first.getResponseHeaders().getETag()).matches("\"[0-9a-f]{32}\"");
    ResponseSpec stale = patch(location(first), first.getResponseHeaders().getETag(), type, "a=end-of-candidates");
    problem(stale, 412, "ice-generation-changed", etag.replace("\"", ""));
    patch(location(first), etag, type, "a=end-of-candidates").expectStatus().isNoContent();
    EntityExchangeResult<byte[]> repeated = patch(location(first), "*", type, fragment).expectStatus().isOk().expectBody().returnResult();
    assertThat(repeated.getResponseHeaders().getETag()).as("a repeated request restarts nothing").isEqualTo(etag);
    assertThat(text(repeated)).isEqualTo(text(restarted));
    assertThat(peer(0).restarts).isEqualTo(1);

    send(HttpMethod.DELETE, location(first), ANN).expectStatus().isOk();
    problem(patch(location(first), "*", type, fragment), 404, "no-such-session", "POST");
  }

  static Stream<Arguments> tokens() {
    RoomToken far = RoomToken.joining("ann", "elsewhere", NOW.plusSeconds(60));
    String good = new TokenIssuer(PAIR).issue(ANN, NOW);
    return Stream.of(
        Arguments.of("/whip/r", "", 401, "token-missing"),
        Arguments.of("/whip/r", "Basic YTpi", 401, "token-missing"),
        Arguments.of("/whip/r", "Bearer rubbish", 401, "token-malformed"),
        Arguments.of("/whip/r", "Bearer " + good + "x", 401, "token-bad-signature"),
        Arguments.of("/whip/r", bearer(RoomToken.joining("ann", "r", NOW.minusSeconds(60))), 401, "token-expired"),
        Arguments.of("/whip/r", bearer(far), 403, "another-room"),
        Arguments.of("/whep/r", bearer(far), 403, "another-room"),
        Arguments.of("/whip/r", bearer(ANN.without(Grant.CAN_PUBLISH)), 403, "may-not-publish"),
        Arguments.of("/whep/r", bearer(ANN.without(Grant.CAN_SUBSCRIBE)), 403, "may-not-subscribe"),
        Arguments.of("/whep/r", bearer(ANN.without(Grant.ROOM_JOIN)), 403, "may-not-join"));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void checksTokens(String path, String authorization, int status, String slug) {
    problem(post(path, authorization, "application/sdp", Offers.chromiumPublish()), status, slug, "detail");
    assertThat(sfu.rooms).isEmpty();
  }

  @Test
  void aPublisherMayCallItsStreamByATagOfItsOwn() {
    created("/whip/r?tag=slides.2-b", ANN, Offers.chromiumPublish());
    created("/whip/r", BOB, Offers.chromiumPublish());
    send(HttpMethod.GET, "/v1/rooms", ANN.with(Grant.ROOM_LIST)).expectBody()
        .json("{\"rooms\":[{\"roomId\":\"r\",\"streams\":[\"ann_slides.2-b\",\"bob_main\"]}]}");
    send(HttpMethod.GET, "/v1/rooms/r", EVE).expectBody()
        .jsonPath("$.participants[0].connections[0].publications[1].publicationId").isEqualTo("ann_slides.2-b_1");
    created("/whep/r/ann_slides.2-b", EVE, Offers.chromiumPlay());
    created("/whip/r?tag=second", ANN, Offers.chromiumPublish());
    send(HttpMethod.GET, "/v1/rooms", ANN.with(Grant.ROOM_LIST)).expectBody()
        .json("{\"rooms\":[{\"roomId\":\"r\",\"streams\":[\"bob_main\",\"ann_second\"]}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a_b", "a/b", "%C3%A4", "a%20b", "a%00"})
  void refusesTagsThatNoStreamCouldHave(String tag) {
    problem(http.post().uri(URI.create("/whip/r?tag=" + tag)).header("Authorization", bearer(ANN))
        .contentType(MediaType.parseMediaType("application/sdp")).bodyValue(Offers.chromiumPublish()).exchange(),
        400, "bad-tag", "1 to 64");
    assertThat(sfu.rooms).isEmpty();
  }

  @Test
  void challengesWhoHasNoToken() {
    post("/whip/r", "", "application/sdp", "v=0").expectHeader().valueMatches("WWW-Authenticate", "Bearer .*");
  }

  @Test
  void refusesBadBodies() {
    problem(post("/whip/r", bearer(ANN), "application/json", "{}"), 415, "wrong-content-type", "application/sdp");
    problem(post("/whip/r", bearer(ANN), "application/sdp", " "), 400, "empty-body", "application/sdp");
    problem(post("/whip/r", bearer(ANN), "application/sdp", "a=x\r\n".repeat(220_000)), 413, "body-too-large", "65536");
    problem(post("/whip/r", bearer(ANN), "application/sdp", "v=0\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n".repeat(1000)), 400,
        "sdp-too-many-sections", "64");
    problem(post("/whip/r", bearer(ANN), "application/sdp", Offers.chromiumPublish().replaceAll("a=ice-ufrag.*\r\n", "")), 422,
        "sdp-no-ice", "a=ice-ufrag");
    problem(post("/whip/r", bearer(ANN), "application/sdp", Offers.chromiumPublish().replaceAll("a=fingerprint.*\r\n", "")), 422,
        "sdp-no-fingerprint", "a=fingerprint");
    assertThat(sfu.rooms).isEmpty();
  }

  @Test
  void namesItsMethods() {
    http.options().uri("/whip/r").exchange().expectStatus().isOk().expectHeader().valueEquals("Accept-Post", "application/sdp");
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.PUT)) {
      problem(send(method, "/whip/r", ANN), 405, "method-not-allowed", "POST");
      problem(send(method, "/whip/r/x", ANN), 405, "method-not-allowed", "DELETE");
      problem(send(method, "/whep/r/x", ANN), 405, "method-not-allowed", "DELETE");
    }
    send(HttpMethod.HEAD, "/whip/r/x", ANN).expectStatus().isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
  }

  @Test
  void letsNobodyTouchAnothersSession() {
    String location = location(created("/whip/r", ANN, Offers.chromiumPublish()));
    problem(send(HttpMethod.DELETE, location, EVE), 403, "not-your-session", "user and room");
    http.delete().uri(location).header("Authorization", "Bearer " + new TokenIssuer(OTHER).issue(ANN, NOW)).exchange()
        .expectStatus().isForbidden();
    http.delete().uri(location).exchange().expectStatus().isUnauthorized();
    problem(send(HttpMethod.DELETE, location.replace("/whip/r/", "/whep/r/"), ANN), 404, "no-such-session", "POST");
    problem(send(HttpMethod.DELETE, location.replace("/whip/r/", "/whip/s/"), ANN), 404, "no-such-session", "POST");
    send(HttpMethod.DELETE, location, EVE.with(Grant.ROOM_ADMIN)).expectStatus().isOk();
  }

  @Test
  void showsRoomsAndTheirFigures() {
    created("/whip/r", ANN, Offers.chromiumPublish());
    created("/whep/r", EVE, Offers.chromiumPlay());
    problem(send(HttpMethod.GET, "/v1/rooms", ANN), 403, "may-not-list", "roomList");
    send(HttpMethod.GET, "/v1/rooms", ANN.with(Grant.ROOM_LIST)).expectStatus().isOk().expectBody()
        .json("{\"rooms\":[{\"roomId\":\"r\",\"publishers\":1,\"watchers\":1,\"streams\":[\"ann_main\"]}]}");
    send(HttpMethod.GET, "/v1/rooms/r", EVE).expectStatus().isOk().expectBody()
        .jsonPath("$.participants[0].connections[0].publications[1].layers[0].bitrateBps").isEqualTo(2_400_000)
        .jsonPath("$.participants[0].connections[0].rttMs").isEqualTo(12.5)
        .jsonPath("$.participants[0].connections[0].remoteAddress").isEmpty()
        .jsonPath("$.participants[1].connections[0].subscriptions[1].publicationId").isEqualTo("ann_main_1");
    send(HttpMethod.GET, "/v1/rooms/r", ANN.with(Grant.ROOM_ADMIN)).expectBody()
        .jsonPath("$.participants[0].connections[0].remoteAddress").isEqualTo("127.0.0.1:5000");
    http.get().uri("/v1/rooms").header("Authorization", "Bearer " + new TokenIssuer(OTHER).issue(ANN.with(Grant.ROOM_LIST), NOW))
        .exchange().expectBody().json("{\"rooms\":[]}");
    problem(send(HttpMethod.GET, "/v1/rooms/s", ANN), 403, "another-room", "room r");
    problem(send(HttpMethod.GET, "/v1/rooms/s", ANN.with(Grant.ROOM_LIST)), 404, "no-such-room", "somebody joins");
  }
}
