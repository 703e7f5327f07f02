package io.ringcast.signaling.rongcloud;

import io.ringcast.http.Json;
import io.ringcast.http.ProblemException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/**
 * What a call was given: a form, or a JSON object. A field may have several values: in a form by being there again, in JSON as a list.
 * Where the body's type is not said, a body that begins like an object is one.
 */
final class Fields {
  /** 20 users and what belongs to them, with room to spare. */
  private static final int PAIRS_MAX = 200;
  private static final MediaType FORM = MediaType.APPLICATION_FORM_URLENCODED;

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private @Nullable JsonNode whole;

  private Fields() {}

  static Fields read(String body, MediaType type) {
    boolean json = MediaType.APPLICATION_JSON.isCompatibleWith(type) && !type.isWildcardType();
    boolean form = FORM.isCompatibleWith(type) && !type.isWildcardType();
    if (!json && !form && !type.isWildcardType()) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "Send the body as application/x-www-form-urlencoded or application/json.");
    }
    Fields fields = new Fields();
    if (json || (!form && body.stripLeading().startsWith("{"))) {
      fields.readJson(body);
    } else {
      fields.readForm(body);
    }
    return fields;
  }

  private void readJson(String body) {
    if (body.isBlank()) {
      return;
    }
    JsonNode object;
    try {
      object = Json.object(body);
    } catch (ProblemException e) {
      throw new ApiException(ApiCode.BAD_PARAMETER, e.problem().detail());
    }
    whole = object;
    object.properties().forEach(field -> {
      if (field.getValue().isArray()) {
        field.getValue().forEach(item -> add(field.getKey(), item));
      } else {
        add(field.getKey(), field.getValue());
      }
    });
  }

  private void add(String name, JsonNode value) {
    if (!value.isNull()) {
      add(name, value.isValueNode() ? value.asString() : value.toString());
    }
  }

  private void readForm(String body) {
    for (String pair : body.isEmpty() ? new String[0] : body.split("&", PAIRS_MAX + 2)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        add(decoded(equals < 0 ? pair : pair.substring(0, equals)), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "The form is not encoded as forms are: a % is not followed by two digits.");
    }
  }

  private void add(String name, String value) {
    if (values.values().stream().mapToInt(List::size).sum() >= PAIRS_MAX) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "Send at most " + PAIRS_MAX + " values.");
    }
    values.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
  }

  /** All of it as it was sent in JSON; null for a form. */
  @Nullable JsonNode object() {
    return whole;
  }

  /** The values of a field, none when it is not there. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The one value of a field; null when it is not there. */
  @Nullable String find(String name) {
    List<String> all = all(name);
    if (all.size() > 1) {
      throw new ApiException(ApiCode.BAD_PARAMETER, "Send " + name + " once.");
    }
    return all.isEmpty() ? null : all.getFirst();
  }

  /** A text that may be left out. */
  String text(String name, int charsMax) {
    String value = find(name);
    if (value == null) {
      return "";
    }
    if (value.length() > charsMax) {
      throw new ApiException(ApiCode.TOO_LONG, name + " has at most " + charsMax + " characters.");
    }
    return value;
  }

  long number(String name, long min, long max) {
    String value = find(name);
    try {
      long number = Long.parseLong(value == null ? "" : value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw notBetween(name, min, max);
    }
    throw notBetween(name, min, max);
  }

  long number(String name, long min, long max, long missing) {
    return find(name) == null ? missing : number(name, min, max);
  }

  private static ApiException notBetween(String name, long min, long max) {
    return new ApiException(ApiCode.BAD_PARAMETER, "Send " + name + ", a number from " + min + " to " + max + ".");
  }
}
