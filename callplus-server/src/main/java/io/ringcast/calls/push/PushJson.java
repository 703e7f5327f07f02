package io.ringcast.calls.push;

import io.ringcast.calls.call.RingStop;
import io.ringcast.calls.channel.CallJson;
import io.ringcast.calls.exchange.PushSender.Ring;
import io.ringcast.events.format.Body;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Push addresses, and what hooks are posted. */
public final class PushJson {
  private static final String TYPE = "application/json";

  private PushJson() {}

  /** As the app's back end sees them: a token is a secret that it knows already. */
  public static String addresses(List<PushAddress> addresses) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    devices(body.putArray("pushTokens"), addresses, "deviceId");
    return body.toString();
  }

  private static void devices(ArrayNode to, List<PushAddress> addresses, String idName) {
    addresses.forEach(address -> to.addObject().put(idName, address.deviceId()).put("provider", address.provider())
        .put("token", address.token()));
  }

  static Body ring(Ring ring, List<PushAddress> to) {
    ObjectNode body = head("ring", ring.appId(), ring.call().callId(), ring.userId()).put("fromUserId", ring.fromUserId());
    body.putRawValue("call", new RawValue(CallJson.call(ring.call(), ring.userId())));
    if (!ring.content().isEmpty()) {
      body.putRawValue("push", new RawValue(ring.content()));
    }
    return body(body, to);
  }

  static Body stop(String appId, String callId, String userId, RingStop why, List<PushAddress> to) {
    return body(head("stop", appId, callId, userId).put("why", why.name()), to);
  }

  private static ObjectNode head(String type, String appId, String callId, String userId) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("appId", appId).put("callId", callId).put("userId", userId);
  }

  private static Body body(ObjectNode body, List<PushAddress> to) {
    devices(body.putArray("devices"), to, "id");
    return Body.json(TYPE, body.toString());
  }
}
