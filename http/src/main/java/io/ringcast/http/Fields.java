package io.ringcast.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of a JSON object that a client sent; what cannot be used is refused by its name. */
public final class Fields {
  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /** Of a body whose fields are all known: a misspelt one would be passed over in silence. */
  public static Fields of(String body, String... known) {
    JsonNode object = Json.object(body);
    Set<String> names = Set.of(known);
    object.propertyNames().forEach(name -> {
      if (!names.contains(name)) {
        throw Problem.badRequest("unknown-field", "There is no field " + cut(name) + " here: send any of " + String.join(", ", known) + ".")
            .exception();
      }
    });
    return new Fields(object);
  }

  private static String cut(String name) {
    return name.length() > 64 ? name.substring(0, 64) + "…" : name;
  }

  private @Nullable JsonNode node(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** A text; null when it is left out. */
  public @Nullable String text(String name) {
    JsonNode value = node(name);
    if (value != null && !value.isString()) {
      throw bad(name, "a text");
    }
    return value == null ? null : value.stringValue();
  }

  /** True or false; null when it is left out. */
  public @Nullable Boolean flag(String name) {
    JsonNode value = node(name);
    if (value != null && !value.isBoolean()) {
      throw bad(name, "true or false");
    }
    return value == null ? null : value.booleanValue();
  }

  /** A whole number; {@code missing} when it is left out. */
  public int number(String name, int min, int max, int missing) {
    JsonNode value = node(name);
    if (value == null) {
      return missing;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
      throw bad(name, "a number from " + min + " to " + max);
    }
    return value.intValue();
  }

  /** One of an enum's names in any case; null when it is left out. */
  public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (value.isString() && constant.name().equalsIgnoreCase(value.stringValue())) {
        return constant;
      }
    }
    throw bad(name, "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
  }

  /** A list of texts; null when it is left out. */
  public @Nullable List<String> texts(String name) {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isString)) {
      throw bad(name, "a list of texts");
    }
    return value.valueStream().map(JsonNode::stringValue).toList();
  }

  /** An object of texts; a key may have null. Empty when it is left out. */
  public Map<String, @Nullable String> map(String name) {
    JsonNode value = node(name);
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    if (value == null) {
      return map;
    }
    if (!value.isObject() || !value.valueStream().allMatch(one -> one.isString() || one.isNull())) {
      throw bad(name, "an object of texts");
    }
    value.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().isNull() ? null : entry.getValue().stringValue()));
    return map;
  }

  /** A nested object of known fields; null when it is left out. */
  public @Nullable Fields object(String name) {
    JsonNode value = node(name);
    if (value != null && !value.isObject()) {
      throw bad(name, "an object");
    }
    return value == null ? null : new Fields(value);
  }

  /** What a field must be and is not. */
  public static ProblemException bad(String name, String expected) {
    return Problem.badRequest("bad-field", name + " must be " + expected + ".").exception();
  }
}
