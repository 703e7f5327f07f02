package io.ringcast.relay.rtmp;

import io.ringcast.relay.amf.AmfReader;
import io.ringcast.relay.amf.AmfValue;
import io.ringcast.relay.amf.AmfWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command: its name, its transaction, then an object or null, then what it takes (section 7.2). */
record Command(String name, double transaction, List<AmfValue> arguments) {
  /** Reads one; null when it is malformed. Some servers say onFCPublish without a transaction: it counts as 0. */
  static @Nullable Command read(RtmpMessage message) {
    int skip = message.type() == RtmpMessage.COMMAND_3 && message.payload().length > 0 ? 1 : 0;
    AmfReader reader = new AmfReader(message.payload(), skip, message.payload().length - skip);
    AmfValue name = reader.next();
    AmfValue transaction = reader.next();
    List<AmfValue> arguments = new ArrayList<>();
    for (AmfValue next = reader.next(); next != null; next = reader.next()) {
      arguments.add(next);
    }
    if (reader.malformed() || !(name instanceof AmfValue.Text text)) {
      return null;
    }
    return new Command(text.value(), transaction instanceof AmfValue.Numeric number ? number.value() : 0, arguments);
  }

  /** Its message. */
  RtmpMessage message(int streamId) {
    AmfWriter writer = new AmfWriter().text(name).number(transaction);
    arguments.forEach(writer::value);
    return new RtmpMessage(RtmpMessage.COMMAND, streamId, 0, writer.bytes());
  }

  /** A command with these arguments behind null. */
  static Command of(String name, double transaction, String... texts) {
    List<AmfValue> arguments = new ArrayList<>(List.of(new AmfValue.Nothing()));
    for (String text : texts) {
      arguments.add(new AmfValue.Text(text));
    }
    return new Command(name, transaction, arguments);
  }

  /** What happened to a stream: section 7.2.2. */
  static Command status(String level, String code, String description) {
    return new Command("onStatus", 0, List.of(new AmfValue.Nothing(), information(level, code, description)));
  }

  static AmfValue.Fields information(String level, String code, String description) {
    Map<String, AmfValue> fields = new LinkedHashMap<>();
    fields.put("level", new AmfValue.Text(level));
    fields.put("code", new AmfValue.Text(code));
    fields.put("description", new AmfValue.Text(description));
    return new AmfValue.Fields(fields, false);
  }

  /** The argument's text, counted behind the command object; empty where it is none. */
  String text(int index) {
    return arguments.size() > index + 1 && arguments.get(index + 1) instanceof AmfValue.Text text ? text.value() : "";
  }

  /** The argument's number, counted behind the command object; -1 where it is none that an id could be. */
  int id(int index) {
    AmfValue argument = arguments.size() > index + 1 ? arguments.get(index + 1) : new AmfValue.Nothing();
    return argument instanceof AmfValue.Numeric(double value) && value >= 0 && value <= Integer.MAX_VALUE ? (int) value : -1;
  }

  /** A text in the command object. */
  String field(String field) {
    return arguments.isEmpty() ? "" : AmfValue.textOf(arguments.getFirst(), field, "");
  }

  /** The code of a status or of an answer to connect. */
  String code() {
    return arguments.size() < 2 ? "" : AmfValue.textOf(arguments.get(1), "code", "");
  }
}
