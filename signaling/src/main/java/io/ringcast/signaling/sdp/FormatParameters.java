package io.ringcast.signaling.sdp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The semicolon-separated parameters of an fmtp line, names in lower case. */
record FormatParameters(Map<String, String> values) {

  static FormatParameters of(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      String parameter = part.strip();
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals).strip();
      values.putIfAbsent(name.toLowerCase(Locale.ROOT), equals < 0 ? "" : parameter.substring(equals + 1).strip());
    }
    return new FormatParameters(values);
  }

  @Nullable String value(String name) {
    return values.get(name);
  }

  boolean isOne(String name) {
    return "1".equals(values.get(name));
  }

  /** The text without a browser's private x-google parameters. */
  String publicText() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, value) -> {
      if (!name.startsWith("x-google-")) {
        text.append(text.isEmpty() ? "" : ";").append(name).append(value.isEmpty() ? "" : "=").append(value);
      }
    });
    return text.toString();
  }
}
