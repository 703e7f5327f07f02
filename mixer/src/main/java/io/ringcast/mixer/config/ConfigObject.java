package io.ringcast.mixer.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One object of a document and its way from the top; what cannot be used is refused by that. */
final class ConfigObject {
  private static final int SHOWN_CHARS = 64;

  private final String path;
  private final JsonNode node;

  ConfigObject(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** Refuses fields of other names: a misspelt one would be passed over in silence. */
  ConfigObject knowing(String... names) throws MixConfigException {
    Set<String> known = Set.of(names);
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        String shown = name.length() > SHOWN_CHARS ? name.substring(0, SHOWN_CHARS) + "…" : name;
        throw bad(shown, "is no field here; there are " + String.join(", ", names));
      }
    }
    return this;
  }

  String path() {
    return path;
  }

  boolean has(String name) {
    return value(name) != null;
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  int integer(String name, int min, int max, int missing) throws MixConfigException {
    return has(name) ? integer(name, min, max) : missing;
  }

  int integer(String name, int min, int max) throws MixConfigException {
    JsonNode value = value(name);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
      throw bad(name, "must be a whole number from " + min + " to " + max);
    }
    return value.intValue();
  }

  int even(String name, int min, int max) throws MixConfigException {
    int number = integer(name, min, max);
    if (number % 2 != 0) {
      throw bad(name, "must be even, and is " + number);
    }
    return number;
  }

  double fraction(String name, double missing) throws MixConfigException {
    JsonNode value = value(name);
    if (value == null) {
      return missing;
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
      throw bad(name, "must be a number from 0 to 1");
    }
    return value.doubleValue();
  }

  boolean flag(String name) throws MixConfigException {
    JsonNode value = value(name);
    if (value != null && !value.isBoolean()) {
      throw bad(name, "must be true or false");
    }
    return value != null && value.booleanValue();
  }

  /** A text that is not empty. */
  String text(String name, int maxChars) throws MixConfigException {
    JsonNode value = value(name);
    if (value == null || !value.isString() || value.stringValue().isEmpty() || value.stringValue().length() > maxChars) {
      throw bad(name, "must be a text of 1 to " + maxChars + " characters");
    }
    return value.stringValue();
  }

  String text(String name, int maxChars, String missing) throws MixConfigException {
    return has(name) ? text(name, maxChars) : missing;
  }

  URI uri(String name, Set<String> schemes) throws MixConfigException {
    String text = text(name, MixLimits.URI_CHARS);
    String expected = "must be an address that begins with " + String.join(":// or ", schemes.stream().sorted().toList()) + "://";
    try {
      URI uri = new URI(text);
      if (uri.getScheme() == null || !schemes.contains(uri.getScheme()) || uri.getHost() == null) {
        throw bad(name, expected);
      }
      return uri;
    } catch (URISyntaxException e) {
      throw bad(name, expected);
    }
  }

  @Nullable ConfigObject object(String name) throws MixConfigException {
    JsonNode value = value(name);
    if (value != null && !value.isObject()) {
      throw bad(name, "must be an object");
    }
    return value == null ? null : new ConfigObject(way(name), value);
  }

  /** A list of objects; null when it is left out. */
  @Nullable List<ConfigObject> objects(String name, int max) throws MixConfigException {
    JsonNode list = list(name, max);
    if (list == null) {
      return null;
    }
    List<ConfigObject> objects = new ArrayList<>();
    for (JsonNode item : list) {
      String place = way(name) + "[" + objects.size() + "]";
      if (!item.isObject()) {
        throw new MixConfigException(place, "must be an object");
      }
      objects.add(new ConfigObject(place, item));
    }
    return objects;
  }

  /** A list of texts; empty when it is left out. */
  List<String> texts(String name, int max, int maxChars) throws MixConfigException {
    JsonNode list = list(name, max);
    List<String> texts = new ArrayList<>();
    if (list == null) {
      return texts;
    }
    for (JsonNode item : list) {
      if (!item.isString() || item.stringValue().isEmpty() || item.stringValue().length() > maxChars) {
        throw new MixConfigException(way(name) + "[" + texts.size() + "]", "must be a text of 1 to " + maxChars + " characters");
      }
      texts.add(item.stringValue());
    }
    return texts;
  }

  private @Nullable JsonNode list(String name, int max) throws MixConfigException {
    JsonNode value = value(name);
    if (value != null && (!value.isArray() || value.size() > max)) {
      throw bad(name, value.isArray() ? "may have " + max + " entries, and has " + value.size() : "must be a list");
    }
    return value;
  }

  MixConfigException bad(String name, String complaint) {
    return new MixConfigException(way(name), complaint);
  }

  private String way(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
