package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import io.ringcast.client.ClientHost;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.database.Database;
import io.ringcast.database.Storage;
import io.ringcast.events.EventSettings;
import io.ringcast.events.Events;
import io.ringcast.events.format.EventJson;
import io.ringcast.events.format.LiveKitSigner;
import io.ringcast.events.format.Renderer;
import io.ringcast.events.format.RongCloudRoomStatus;
import io.ringcast.events.format.RongCloudSigner;
import io.ringcast.events.format.Signer;
import io.ringcast.events.format.SigningKey;
import io.ringcast.events.format.WebhookFormat;
import io.ringcast.events.webhook.Receiver;
import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.signaling.livekit.LiveKitWebhook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import livekit.LivekitWebhook.WebhookEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens in a room, as receivers are told of it and readers find it. */
@Timeout(120)
class EventsTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int OPEN_LIMIT_S = 15;

  @TempDir
  private Path folder;

  private WebhookReceiver receiver;
  private Database database;
  private Events events;
  private LiveServer server;
  private ClientHost host;

  @BeforeEach
  void start() throws IOException {
    receiver = new WebhookReceiver();
    database = Database.open(new Storage.Sqlite(folder.resolve("events.db")));
    List<Receiver> receivers = List.of(receiver("json", new EventJson(), new LiveKitSigner()),
      receiver("livekit", new LiveKitWebhook(), new LiveKitSigner()),
      receiver("rongcloud", new RongCloudRoomStatus(), new RongCloudSigner()));
    events = Events.open(new EventSettings(receivers, EventSettings.KEEP, EventSettings.KEEP_UNDELIVERED), database, InstantSource.system(),
      new SecureRandom());
    server = new LiveServer(events);
    host = new ClientHost();
  }

  private Receiver receiver(String format, Renderer renderer, Signer signer) {
    return new Receiver(format, receiver.url("/" + format), new WebhookFormat(format, renderer, signer),
      new SigningKey("devkey", "secret"), Set.of("live"), Set.of(), true, Receiver.Start.NOW);
  }

  @AfterEach
  void stop() {
    host.close();
    server.close();
    events.close();
    database.close();
    receiver.close();
  }

  private List<WebhookReceiver.Call> calls(String format) {
    return receiver.calls().stream().filter(call -> call.path().equals("/" + format)).toList();
  }

  private List<String> told() {
    return calls("json").stream().map(call -> MAPPER.readTree(call.body()).get("type").asString()).toList();
  }

  private void live() {
    ScriptedPublisher publisher = new ScriptedPublisher(host, server.whip("r"), server.token("ann", "r"), PublisherSettings.DEFAULT);
    publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    ScriptedSubscriber subscriber = new ScriptedSubscriber(host, server.whep("r"), server.token("eve", "r"));
    subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    until("first media", () -> told().stream().filter("first_media_received"::equals).count() == 2);
    subscriber.close();
    publisher.close();
    until("the end", () -> told().contains("room_finished"));
  }

  @Test
  void threeFormatsTellAPublishersAndAWatchersStay() throws Exception {
    live();
    List<String> told = told();
    assertThat(told).startsWith("room_started", "participant_joined", "published", "published")
      .endsWith("participant_left", "room_finished");
    assertThat(told.stream().filter("first_media_published"::equals)).hasSize(2);
    until("LiveKit's format", () -> calls("livekit").stream().anyMatch(call -> call.body().contains("room_finished")));
    List<WebhookEvent> webhooks = new ArrayList<>();
    for (WebhookReceiver.Call call : calls("livekit")) {
      assertThat(call.contentType()).isEqualTo("application/webhook+json");
      WebhookEvent.Builder webhook = WebhookEvent.newBuilder();
      JsonFormat.parser().merge(call.body(), webhook);
      webhooks.add(webhook.build());
    }
    assertThat(webhooks).extracting(WebhookEvent::getEvent).startsWith("room_started", "participant_joined", "track_published")
      .endsWith("track_unpublished", "track_unpublished", "participant_left", "room_finished");
    assertThat(webhooks).allMatch(webhook -> webhook.getId().startsWith("EV_") && webhook.getRoom().getName().equals("r")
      && webhook.getRoom().getSid().startsWith("RM_") && webhook.getCreatedAt() > 0);
    assertThat(webhooks.get(1).getParticipant().getIdentity()).isEqualTo("ann");
    assertThat(webhooks.get(2).getTrack().getSid()).startsWith("TR_");
    until("RongCloud's format", () -> calls("rongcloud").size() >= calls("livekit").size());
    assertThat(calls("rongcloud").stream().map(call -> MAPPER.readTree(call.body()).get("event").asInt()).toList())
      .startsWith(2, 11, 20, 20).endsWith(12, 3);
  }

  private String token(KeyPair pair, boolean list) {
    Instant now = Instant.now();
    RoomToken token = RoomToken.joining("backend", "r", now.plusSeconds(600));
    return new TokenIssuer(pair).issue(list ? token.with(Grant.ROOM_LIST) : token, now);
  }

  private HttpRequest.Builder request(String query, String token) {
    return HttpRequest.newBuilder(server.at("/v1/events" + query)).header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> get(String query, String token) throws Exception {
    return HTTP.send(request(query, token).build(), BodyHandlers.ofString());
  }

  @Test
  void pagesGoOnFromACursorAndBelongToTheTokensApp() throws Exception {
    live();
    String token = token(KeyPair.DEVELOPMENT, true);
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    boolean more = true;
    while (more) {
      HttpResponse<String> page = get("?limit=3&after=" + after, token);
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      JsonNode body = MAPPER.readTree(page.body());
      body.get("events").forEach(all::add);
      after = body.get("next").asString();
      more = body.get("more").asBoolean();
    }
    assertThat(all).extracting(event -> event.get("sequence").asInt()).isSorted().doesNotHaveDuplicates().hasSize(told().size());
    assertThat(get("?after=" + after, token).body()).isEqualTo("{\"events\":[],\"next\":\"" + after + "\",\"more\":false}");

    String other = token(LiveServer.OTHER, true);
    assertThat(get("", other).body()).isEqualTo("{\"events\":[],\"next\":null,\"more\":false}");
    HttpResponse<String> foreign = get("?after=" + after, other);
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(foreign.body()).contains("urn:ringcast:problem:unknown-event");
    assertThat(get("", token(KeyPair.DEVELOPMENT, false)).statusCode()).isEqualTo(403);
    assertThat(get("?limit=0", token).statusCode()).isEqualTo(400);
    assertThat(get("", "x").statusCode()).isEqualTo(401);
  }

  @Test
  void aFollowerHearsWhatItMissedAndWhatHappens() throws Exception {
    live();
    String token = token(KeyPair.DEVELOPMENT, true);
    String first = MAPPER.readTree(get("?limit=1", token).body()).get("next").asString();
    int before = told().size();
    HttpResponse<InputStream> stream = HTTP.send(
      request("", token).header("Accept", "text/event-stream").header("Last-Event-ID", first).build(), BodyHandlers.ofInputStream());
    assertThat(stream.statusCode()).isEqualTo(200);
    assertThat(stream.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      List<String> names = new ArrayList<>();
      while (names.size() < before - 1) {
        collect(lines, names);
      }
      assertThat(names.getFirst()).isEqualTo("participant_joined");
      live();
      while (names.size() < before) {
        collect(lines, names);
      }
      assertThat(names.getLast()).isEqualTo("room_started");
    }
    assertThat(HTTP.send(request("?after=" + first, token(LiveServer.OTHER, true)).header("Accept", "text/event-stream").build(),
      BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    until("who went away is forgotten", () -> events.tail().following() == 0);
  }

  private static void collect(BufferedReader lines, List<String> names) throws IOException {
    String line = lines.readLine();
    assertThat(line).as("the stream goes on").isNotNull();
    if (line.startsWith("event:")) {
      names.add(line.substring("event:".length()).strip());
    }
  }
}
