package io.ringcast.calls.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.call.Call;
import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.Leg;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.call.RingStop;
import io.ringcast.calls.exchange.CallView;
import io.ringcast.calls.exchange.PushSender.Ring;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.format.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PushPostTest {
  private static final PushAddress PHONE = new PushAddress("phone", "apns", "t1");
  private static final PushAddress TABLET = new PushAddress("tablet", "fcm", "t2");

  private final List<JsonNode> posted = new ArrayList<>();
  private final Queue<Outcome> outcomes = new ArrayDeque<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PushPost post = new PushPost(new Kept(), List.of(new PushPost.Way(hook("app"), body -> {
    posted.add(JsonMapper.shared().readTree(new String(body.bytes(), StandardCharsets.UTF_8)));
    return outcomes.isEmpty() ? Outcome.ACCEPTED : outcomes.remove();
  })), tasks::add);

  private static PushHook hook(String appId) {
    return new PushHook("hook", URI.create("https://push.example/"), new SigningKey("key", "secret"), Set.of(appId), false);
  }

  private static Ring ring(String appId, String callId, String... connected) {
    CallView call = new CallView(callId, CallType.SINGLE, CallMedia.AUDIO, Call.Phase.RINGING, "ann", "", 1, Leg.NOT_YET, 61, null,
        List.of(new CallView.Party("bob", LegState.INVITED, null, 1, Leg.NOT_YET, Leg.NOT_YET, Leg.NOT_YET, Leg.NOT_YET)));
    return new Ring(appId, "bob", "ann", call, "{\"title\":\"Ann calls\"}", List.of(connected));
  }

  private void work() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private static List<String> devices(JsonNode body) {
    return body.get("devices").valueStream().map(device -> device.get("id").asString()).toList();
  }

  @Test
  void devicesThatAreAwayArePushedToAndCancelled() {
    post.ring(ring("app", "c1", "tablet"));
    post.stop("app", "c1", "bob", RingStop.CALLED_OFF);
    work();
    assertThat(posted).hasSize(2);
    assertThat(posted.getFirst().get("type").asString()).isEqualTo("ring");
    assertThat(posted.getFirst().get("call").get("you").asString()).isEqualTo("INVITED");
    assertThat(posted.getFirst().get("push").get("title").asString()).isEqualTo("Ann calls");
    assertThat(devices(posted.getFirst())).containsExactly("phone");
    assertThat(posted.getLast().get("why").asString()).isEqualTo("CALLED_OFF");
    assertThat(devices(posted.getLast())).containsExactly("phone");
    assertThat(post.sent()).isEqualTo(2);
  }

  @Test
  void whoIsConnectedWithAllDevicesIsNotPushedTo() {
    post.ring(ring("app", "c1", "tablet", "phone"));
    post.stop("app", "c1", "bob", RingStop.TIMED_OUT);
    work();
    assertThat(posted).isEmpty();
  }

  @Test
  void otherAppsHaveOtherHooks() {
    post.ring(ring("other", "c1"));
    work();
    assertThat(posted).isEmpty();
  }

  @Test
  void aPushThatFailsIsTriedAgain() {
    outcomes.addAll(List.of(Outcome.UNREACHABLE, Outcome.FAILED));
    post.ring(ring("app", "c1"));
    work();
    assertThat(posted).hasSize(3);
    assertThat(post.sent()).isEqualTo(1);
    outcomes.add(Outcome.REFUSED);
    post.ring(ring("app", "c2"));
    work();
    assertThat(posted).hasSize(4);
    assertThat(post.failed()).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsCounted() {
    for (int i = 0; i < PushPost.WAITING_MAX + 3; i++) {
      post.ring(ring("app", "c" + i));
    }
    assertThat(post.dropped()).isEqualTo(3);
    work();
    assertThat(post.sent()).isEqualTo(PushPost.WAITING_MAX);
  }

  /** Bob's two devices. */
  private static final class Kept implements PushAddresses {
    @Override
    public List<PushAddress> of(String appId, String userId) {
      return List.of(PHONE, TABLET);
    }

    @Override
    public void put(String appId, String userId, PushAddress address, long nowMs) {}

    @Override
    public void remove(String appId, String userId, String deviceId) {}

    @Override
    public void removeAll(String appId, String userId) {}
  }
}
