package io.ringcast.calls.channel;

import io.ringcast.calls.call.CallRecord;
import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.exchange.CallView;
import io.ringcast.calls.exchange.Device;
import io.ringcast.calls.exchange.UserView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls and users as back ends are told of them. */
public final class CallJson {
  /** Nobody in particular sees these calls. */
  private static final CallWriter WRITER = new CallWriter("");

  private CallJson() {}

  public static String calls(List<CallView> calls) {
    ObjectNode to = JsonNodeFactory.instance.objectNode();
    ArrayNode all = to.putArray("calls");
    calls.forEach(call -> all.add(object(call)));
    return to.toString();
  }

  public static String call(CallView call) {
    return object(call).toString();
  }

  /** As one of its users sees it. */
  public static String call(CallView call, String viewer) {
    return new CallWriter(viewer).call(new SeenCall(call)).toString();
  }

  private static ObjectNode object(CallView call) {
    ObjectNode to = WRITER.call(new SeenCall(call));
    to.remove(List.of("you", "here"));
    return to;
  }

  public static String users(List<UserView> users) {
    ObjectNode to = JsonNodeFactory.instance.objectNode();
    ArrayNode all = to.putArray("users");
    users.forEach(user -> all.add(object(user)));
    return to.toString();
  }

  public static String user(UserView user) {
    return object(user).toString();
  }

  private static ObjectNode object(UserView user) {
    ObjectNode to = FrameWriter.presence(user);
    ArrayNode devices = to.putArray("devices");
    for (Device device : user.devices()) {
      devices.addObject().put("id", device.deviceId()).put("class", device.kind().name().toLowerCase(Locale.ROOT));
    }
    return to;
  }

  public static String records(List<CallRecord> records, @Nullable String next) {
    ObjectNode to = JsonNodeFactory.instance.objectNode();
    RecordWriter.page(to, records, next);
    return to.toString();
  }

  public static String deleted(int count) {
    return JsonNodeFactory.instance.objectNode().put("deleted", count).toString();
  }

  public static String habits(Habits habits) {
    return FrameWriter.habits(habits).toString();
  }
}
