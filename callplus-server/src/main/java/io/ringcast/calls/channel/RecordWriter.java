package io.ringcast.calls.channel;

import io.ringcast.calls.call.CallRecord;
import io.ringcast.calls.call.Leg;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes calls of a user's history. */
final class RecordWriter {
  private RecordWriter() {}

  static ObjectNode record(CallRecord record) {
    ObjectNode to = JsonNodeFactory.instance.objectNode().put("callId", record.callId()).put("direction", record.direction().name())
        .put("type", record.type().name()).put("media", record.media().name()).put("callerId", record.callerId());
    record.userIds().forEach(to.putArray("userIds")::add);
    FrameWriter.state(to, record.state());
    if (record.end() != null) {
      to.put("end", record.end().name());
    }
    to.put("startedAtMs", record.startedMs());
    time(to, "acceptedAtMs", record.acceptedMs());
    time(to, "connectedAtMs", record.connectedMs());
    return to.put("endedAtMs", record.endedMs()).put("talkedMs", record.talkedMs()).put("missed", record.missed());
  }

  private static void time(ObjectNode to, String name, long atMs) {
    if (atMs != Leg.NOT_YET) {
      to.put(name, atMs);
    }
  }

  /** @param next cursor of the next page; null on the last */
  static void page(ObjectNode to, List<CallRecord> records, @Nullable String next) {
    ArrayNode all = to.putArray("records");
    records.forEach(record -> all.add(record(record)));
    if (next != null) {
      to.put("next", next);
    }
  }
}
