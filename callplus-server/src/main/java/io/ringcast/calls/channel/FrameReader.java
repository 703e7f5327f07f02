package io.ringcast.calls.channel;

import io.ringcast.calls.channel.ClientFrame.Greeting;
import io.ringcast.calls.channel.ClientFrame.Request;
import io.ringcast.calls.channel.ClientFrame.Seen;
import io.ringcast.calls.exchange.DeviceClass;
import io.ringcast.calls.exchange.Hello.Resume;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one frame of a device. */
public final class FrameReader {
  /** Of a frame's text; the largest request that is any good has an app's data of 4 kB and a list of ids. */
  public static final int CHARS_MAX = 16 * 1024;
  static final int REQUEST_ID_CHARS_MAX = 64;
  private static final int TOKEN_CHARS_MAX = 8 * 1024;
  private static final int SESSION_CHARS_MAX = 128;
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private FrameReader() {}

  /** What the text says. */
  public static ClientFrame read(String text) throws BadFrameException, RequestRefusedException {
    JsonNode object = object(text);
    String action = text(object, "do", REQUEST_ID_CHARS_MAX);
    return switch (action) {
      case "hello" -> greeting(object);
      case "seen" -> new Seen(number(object, "n"));
      default -> {
        String id = text(object, "id", REQUEST_ID_CHARS_MAX);
        yield new Request(id, WishReader.read(action, new Members(id, object), id));
      }
    };
  }

  private static JsonNode object(String text) throws BadFrameException {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new BadFrameException("A frame is one JSON object.");
    }
    throw new BadFrameException("A frame is one JSON object.");
  }

  private static Greeting greeting(JsonNode object) throws BadFrameException {
    JsonNode device = nested(object, "device");
    if (device == null) {
      throw new BadFrameException("hello says which device it is.");
    }
    return new Greeting(
        text(object, "token", TOKEN_CHARS_MAX), text(device, "id", REQUEST_ID_CHARS_MAX),
        kind(text(device, "class", REQUEST_ID_CHARS_MAX)), resume(nested(object, "resume")));
  }

  private static DeviceClass kind(String name) throws BadFrameException {
    for (DeviceClass kind : DeviceClass.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    throw new BadFrameException("A device's class is web, mobile or desktop.");
  }

  private static @Nullable Resume resume(@Nullable JsonNode resume) throws BadFrameException {
    return resume == null ? null : new Resume(text(resume, "session", SESSION_CHARS_MAX), number(resume, "after"));
  }

  private static @Nullable JsonNode nested(JsonNode object, String name) throws BadFrameException {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw new BadFrameException(name + " is an object.");
    }
    return value;
  }

  private static String text(JsonNode object, String name, int charsMax) throws BadFrameException {
    JsonNode value = object.get(name);
    if (value == null || !value.isString() || value.stringValue().isEmpty() || value.stringValue().length() > charsMax) {
      throw new BadFrameException(name + " is a text of 1 to " + charsMax + " characters.");
    }
    return value.stringValue();
  }

  private static long number(JsonNode object, String name) throws BadFrameException {
    JsonNode value = object.get(name);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new BadFrameException(name + " is a whole number, 0 or more.");
    }
    return value.longValue();
  }
}
