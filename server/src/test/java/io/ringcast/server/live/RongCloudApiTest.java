package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.KeyPair;
import io.ringcast.server.FreePorts;
import io.ringcast.server.RunningServer;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.server.config.Setting;
import io.ringcast.server.config.SettingsReader;
import io.ringcast.server.config.SettingsReader.Surroundings;
import io.ringcast.server.live.RongCloudClient.Answer;
import io.ringcast.server.live.RongCloudClient.Head;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRtc.SignalResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** RongCloud's server API on a whole server, with LiveKit clients in its rooms. */
@Timeout(120)
class RongCloudApiTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final KeyPair SHOP = new KeyPair("shopkey", "the secret of the shop's back end");
  private static final KeyPair MALL = new KeyPair("mallkey", "the secret of the mall's back end");
  private static final String APPS = "[{id: shop, keys: [{key: shopkey, secret: \"" + SHOP.secret() + "\"}]},"
      + " {id: mall, keys: [{key: mallkey, secret: \"" + MALL.secret() + "\"}], user-tokens: {publish: [], watch: [\"stage-*\"]}}]";
  private static final int AT_ONCE = 16;

  @TempDir
  private Path folder;
  private ServerSettings settings;
  private RunningServer server;
  private RongCloudClient shop;
  private RongCloudClient mall;

  @BeforeEach
  void begin() throws Exception {
    settings = SettingsReader.read(null, environment(),
        Map.of(Setting.SERVER_PORT, String.valueOf(FreePorts.next())),
        new Surroundings(1, List.of(InetAddress.ofLiteral("127.0.0.1")), null));
    start();
  }

  /** What is set besides the port. */
  Map<String, String> environment() throws Exception {
    return Map.of("RINGCAST_MEDIA_LOOPS", "1", "RINGCAST_DATA_DIR", folder.toString(), "RINGCAST_APPS", APPS,
        "RINGCAST_SERVER_BIND", "127.0.0.1");
  }

  private void start() {
    server = RunningServer.start(settings, null, InstantSource.system());
    shop = new RongCloudClient(address(), SHOP);
    mall = new RongCloudClient(address(), MALL);
  }

  @AfterEach
  void end() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  /** On the same ports, which are free once a server is closed. */
  private void restart() {
    server.close();
    start();
  }

  private String address() {
    return "http://127.0.0.1:" + settings.http().port();
  }

  private static void code(Answer answer, int status, int code) {
    assertThat(answer.code()).as(answer.body().toString()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
  }

  /** A room token, as the app's user gets it for its user token. */
  private static String roomToken(RongCloudClient app, String user, String room) throws Exception {
    Answer token = app.getToken(user, user + "'s name");
    code(token, 200, 200);
    var exchanged = app.exchange(token.text("token"), "{\"roomId\":\"" + room + "\"}");
    assertThat(exchanged.statusCode()).as(exchanged.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(exchanged.body()).get("token").asString();
  }

  private SignalSocket join(RongCloudClient app, String user, String room) throws Exception {
    return join(roomToken(app, user, room));
  }

  private SignalSocket join(String roomToken) {
    URI uri = URI.create(address().replace("http", "ws") + "/rtc/v1?access_token=" + roomToken);
    SignalSocket socket = SignalSocket.open(CLIENT, uri).join();
    until("the join", () -> socket.heard(SignalResponse::hasJoin));
    return socket;
  }

  private String validate(String roomToken) throws Exception {
    var answer = CLIENT.send(
        HttpRequest.newBuilder(URI.create(address() + "/rtc/v1/validate?access_token=" + roomToken)).build(), BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private static void leaves(SignalSocket socket, DisconnectReason reason) {
    until("the end of the connection", socket::ended);
    assertThat(socket.heard(response -> response.hasLeave() && response.getLeave().getReason() == reason)).isTrue();
  }

  private static List<String> members(RongCloudClient app, String room) throws Exception {
    Answer answer = app.json("/rtc/room/query.json", "{\"roomId\":\"" + room + "\"}");
    return answer.code() == 200 ? answer.body().get("members").valueStream().map(one -> one.get("userId").asString()).toList() : List.of();
  }

  @Test
  void aUserComesInIsKickedAndMayComeBack() throws Exception {
    SignalSocket ann = join(shop, "ann", "r");
    SignalSocket bob = join(shop, "bob", "r");
    assertThat(bob.heard().stream().filter(SignalResponse::hasJoin).toList().getFirst().getJoin().getOtherParticipantsList())
        .anyMatch(other -> other.getIdentity().equals("ann") && other.getName().equals("ann's name"));
    assertThat(members(shop, "r")).containsExactly("ann", "bob");
    code(shop.json("/rtc/user/kick.json", "{\"userId\":\"ann\",\"roomId\":\"r\"}"), 200, 200);
    leaves(ann, DisconnectReason.PARTICIPANT_REMOVED);
    assertThat(members(shop, "r")).containsExactly("bob");
    SignalSocket again = join(shop, "ann", "r");
    assertThat(members(shop, "r")).containsExactly("bob", "ann");
    code(shop.delete("/v2/rtc/rooms/r"), 200, 10000);
    leaves(bob, DisconnectReason.ROOM_DELETED);
    leaves(again, DisconnectReason.ROOM_DELETED);
    code(shop.json("/rtc/room/query.json", "{\"roomId\":\"r\"}"), 200, 40003);
  }

  @Test
  void aBanEndsEveryStayAndOutlivesTheServer() throws Exception {
    String token = roomToken(shop, "ann", "r");
    SignalSocket here = join(token);
    SignalSocket there = join(shop, "ann", "r2");
    SignalSocket bob = join(shop, "bob", "r2");
    code(shop.json("/rtc/user/block.json", "{\"userId\":\"ann\",\"minute\":43200}"), 200, 200);
    leaves(here, DisconnectReason.PARTICIPANT_REMOVED);
    leaves(there, DisconnectReason.PARTICIPANT_REMOVED);
    assertThat(members(shop, "r2")).containsExactly("bob");
    assertThat(bob.ended()).isFalse();
    assertThat(validate(token)).startsWith("403 ann is banned until ");
    code(shop.json("/v2/rtc/rooms/r3/block-users", "{\"user_ids\":[\"bob\"],\"minute\":43200}"), 200, 10000);

    restart();
    assertThat(validate(token)).startsWith("403 ann is banned until ");
    assertThat(validate(roomToken(shop, "bob", "r"))).isEqualTo("200 success");
    Answer bobs = shop.getToken("bob", "");
    assertThat(shop.exchange(bobs.text("token"), "{\"roomId\":\"r3\"}").body()).contains("banned-from-room");
    code(shop.json("/rtc/user/unblock.json", "{\"userId\":\"ann\"}"), 200, 200);
    code(shop.json("/v2/rtc/rooms/r3/unblock-users", "{\"user_ids\":[\"bob\"]}"), 200, 10000);

    restart();
    assertThat(validate(token)).isEqualTo("200 success");
    assertThat(shop.exchange(bobs.text("token"), "{\"roomId\":\"r3\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void tokensThatWereTakenBackStaySo() throws Exception {
    Answer before = shop.getToken("ann", "");
    code(shop.post("/user/token/expire.json", "application/x-www-form-urlencoded",
        RongCloudClient.form("userId", "ann", "time", Long.toString(System.currentTimeMillis()))), 200, 200);
    assertThat(shop.exchange(before.text("token"), "{\"roomId\":\"r\"}").body()).contains("token-revoked");
    restart();
    assertThat(shop.exchange(before.text("token"), "{\"roomId\":\"r\"}").body()).contains("token-revoked");
    assertThat(roomToken(shop, "ann", "r")).isNotEmpty();
  }

  @Test
  void appsDoNotMeetAndEachHasItsOwnPolicy() throws Exception {
    join(shop, "ann", "stage-1");
    SignalSocket other = join(mall, "ann", "stage-1");
    assertThat(members(shop, "stage-1")).containsExactly("ann");
    code(shop.json("/rtc/user/block.json", "{\"userId\":\"ann\",\"minute\":1}"), 200, 200);
    code(shop.delete("/v2/rtc/rooms/stage-1"), 200, 10000);
    assertThat(members(mall, "stage-1")).containsExactly("ann");
    assertThat(other.ended()).isFalse();
    assertThat(mall.exchange(mall.getToken("ann", "").text("token"), "{\"roomId\":\"r\"}").body()).contains("may-not-join");
    assertThat(mall.exchange(mall.getToken("ann", "").text("token"), "{\"roomId\":\"stage-1\",\"role\":\"host\"}").body())
        .contains("may-not-publish");
  }

  @Test
  void whatIsReplayedSkewedOrForgedChangesNothing() throws Exception {
    String block = "{\"userId\":\"ann\",\"minute\":1}";
    String path = "/rtc/user/block.json";
    String json = "application/json";
    long now = System.currentTimeMillis();
    Head used = shop.head();
    code(shop.send(used, "POST", "/rtc/user/unblock.json", json, "{\"userId\":\"ann\"}"), 200, 200);
    Head good = shop.head();
    for (Head bad : List.of(used, shop.head(now - 360_000), shop.head(now + 360_000), shop.head((now - 360_000) / 1_000), shop.head(0),
        new Head(good.appKey(), good.nonce(), good.timestamp(), good.signature().toUpperCase(Locale.ROOT)),
        new Head(good.appKey(), good.nonce() + "1", good.timestamp(), good.signature()),
        new Head(MALL.key(), good.nonce(), good.timestamp(), good.signature()),
        new Head("nobody", good.nonce(), good.timestamp(), good.signature()),
        new Head(good.appKey(), good.nonce(), good.timestamp(), "0".repeat(40)))) {
      code(shop.send(bad, "POST", path, json, block), 401, 1004);
    }
    code(shop.send(good, "POST", path, json, block + " ".repeat(70_000)), 400, 1005);
    code(shop.post(path, "text/plain", block), 400, 1002);
    assertThat(validate(roomToken(shop, "ann", "r"))).isEqualTo("200 success");
    code(shop.send(shop.head(now / 1_000), "POST", path, json, block), 200, 200);
  }

  /** Thousands of forged requests cost no app its pace; thousands of signed ones are answered with the limit's code. */
  @Test
  void floodsAreRefusedByNameAndStopNobodyElse() throws Exception {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      RongCloudClient forger = new RongCloudClient(address(), new KeyPair(SHOP.key(), "a guess"));
      assertThat(codes(workers, 2_000, () -> forger.json("/rtc/user/unblock.json", "{\"userId\":\"a\"}"))).containsOnlyKeys(1004);
      code(shop.json("/rtc/user/unblock.json", "{\"userId\":\"ann\"}"), 200, 200);
      Map<Integer, Long> signed = codes(workers, 3_000, () -> shop.json("/rtc/user/unblock.json", "{\"userId\":\"ann\"}"));
      assertThat(signed).containsKey(200).satisfies(counts -> assertThat(counts.keySet()).isSubsetOf(200, 1008));
    }
    code(mall.json("/rtc/user/unblock.json", "{\"userId\":\"ann\"}"), 200, 200);
    assertThat(roomToken(shop, "ann", "r")).isNotEmpty();
  }

  private static Map<Integer, Long> codes(ExecutorService workers, int count, Callable<Answer> call) throws Exception {
    List<Future<Answer>> answers = workers.invokeAll(Collections.nCopies(count, call));
    return answers.stream().map(Future::resultNow).collect(Collectors.groupingBy(Answer::code, Collectors.counting()));
  }
}
