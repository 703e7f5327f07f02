package io.ringcast.signaling.twirp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.identity.TokenVerifier;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.Exclusions;
import io.ringcast.signaling.room.forward.Forwards;
import io.ringcast.signaling.room.forward.Travellers;
import io.ringcast.signaling.room.host.Rooms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.scheduler.Schedulers;

/** Calls a door to some rooms, without a network between them. */
final class TwirpClient {
  static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for anybody");
  private static final KeyPair OTHER = new KeyPair("other", "another secret that is long enough");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final WebTestClient http;

  TwirpClient(Rooms rooms) {
    this(rooms, _ -> null);
  }

  TwirpClient(Rooms rooms, Travellers travellers) {
    Apps apps = new Apps(List.of(new App("app", List.of(PAIR)), new App("app2", List.of(OTHER))));
    TokenGate gate = new TokenGate(new TokenVerifier(apps), Exclusions.NONE, InstantSource.fixed(NOW));
    TwirpDoor door = new TwirpDoor(rooms, new Forwards(rooms), travellers, gate, Schedulers.immediate(), new Random(7));
    http = WebTestClient.bindToRouterFunction(door.routes()).configureClient().responseTimeout(LIMIT).build();
  }

  private static RoomToken token(Grant... grants) {
    RoomToken token = RoomToken.joining("server", "r", NOW.plusSeconds(600)).without(Grant.ROOM_JOIN);
    for (Grant grant : grants) {
      token = token.with(grant);
    }
    return token;
  }

  /** An administrator's of room {@code r}, who may create and list too. */
  static String all() {
    return "Bearer " + new TokenIssuer(PAIR).issue(token(Grant.ROOM_CREATE, Grant.ROOM_LIST, Grant.ROOM_ADMIN), NOW);
  }

  /** The same, who may also take participants to another room. */
  static String towards(String destination) {
    return "Bearer " + new TokenIssuer(PAIR).issue(token(Grant.ROOM_ADMIN).towards(destination), NOW);
  }

  static String with(Grant... grants) {
    return "Bearer " + new TokenIssuer(PAIR).issue(token(grants), NOW);
  }

  /** The same as {@link #all}, of another app. */
  static String ofAnotherApp() {
    return "Bearer " + new TokenIssuer(OTHER).issue(token(Grant.ROOM_CREATE, Grant.ROOM_LIST, Grant.ROOM_ADMIN), NOW);
  }

  record Answer(int status, String type, ByteString bytes) {
    String text() {
      return bytes.toStringUtf8();
    }
  }

  Answer post(String path, String authorization, String type, byte[] body) {
    WebTestClient.RequestBodySpec request = http.post().uri(path);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return answer(request.bodyValue(body).exchange().expectBody().returnResult());
  }

  Answer get(String path) {
    return answer(http.get().uri(path).header("Authorization", all()).exchange().expectBody().returnResult());
  }

  private static Answer answer(EntityExchangeResult<byte[]> result) {
    byte[] bytes = Objects.requireNonNullElse(result.getResponseBody(), new byte[0]);
    MediaType type = result.getResponseHeaders().getContentType();
    return new Answer(result.getStatus().value(), String.valueOf(type), ByteString.copyFrom(bytes));
  }

  /** A call of RoomService in JSON. */
  Answer json(String method, String authorization, String body) {
    return post("/twirp/livekit.RoomService/" + method, authorization, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /** A call of RoomService that succeeds, in either format. */
  <T extends Message> T call(BodyFormat format, String method, Message request, T prototype) {
    try {
      byte[] body = format == BodyFormat.PROTOBUF
          ? request.toByteArray()
          : JsonFormat.printer().print(request).getBytes(StandardCharsets.UTF_8);
      Answer answer = post("/twirp/livekit.RoomService/" + method, all(), format.type().toString(), body);
      if (answer.status() != 200 || !answer.type().equals(format.type().toString())) {
        throw new AssertionError(method + ": " + answer.status() + " " + answer.type() + " " + answer.text());
      }
      Message.Builder read = prototype.newBuilderForType();
      if (format == BodyFormat.PROTOBUF) {
        read.mergeFrom(answer.bytes());
      } else {
        JsonFormat.parser().merge(answer.text(), read);
      }
      @SuppressWarnings("unchecked")
      T message = (T) read.build();
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
