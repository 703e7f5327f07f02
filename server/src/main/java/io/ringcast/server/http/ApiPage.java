package io.ringcast.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** An OpenAPI description as one page of plain HTML: its operations by tag, each with what it takes and answers, then the schemas. */
final class ApiPage {
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
  private static final String STYLE = """
    body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1f24;background:#fff}
    h2{margin-top:2.5rem;border-bottom:1px solid #d0d7de}h3{margin:1.5rem 0 0;font-size:1rem}code,pre{font:14px/1.45 ui-monospace,monospace}
    pre{background:#f6f8fa;padding:.6rem;overflow:auto;margin:.3rem 0}dt{font-weight:600;margin-top:.5rem}dd{margin-left:1rem}
    .m{display:inline-block;min-width:4.5rem;font-weight:700}p{margin:.3rem 0}nav a{margin-right:1rem}
    @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}pre{background:#161b22}a{color:#58a6ff}h2{border-color:#30363d}}
    """;

  private final Map<String, Object> described;
  private final StringBuilder html = new StringBuilder();

  private record Operation(String method, String path, Map<String, Object> fields) {}

  ApiPage(Map<String, Object> described) {
    this.described = described;
  }

  String html() {
    Map<String, Object> info = object(described.get("info"));
    html.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
      .append(text(info.get("title"))).append(" API</title><style>").append(STYLE).append("</style><h1>")
      .append(text(info.get("title"))).append(" API</h1><p>").append(text(info.get("description")))
      .append("<p>The same as a file: <a href=\"/docs/openapi.yaml\">YAML</a>, <a href=\"/docs/openapi.json\">JSON</a>.<nav>");
    Map<String, List<Operation>> byTag = byTag();
    byTag.keySet().forEach(tag -> html.append("<a href=\"#").append(anchor(tag)).append("\">").append(text(tag)).append("</a>"));
    html.append("</nav>");
    security();
    byTag.forEach(this::section);
    schemas();
    return html.toString();
  }

  private Map<String, List<Operation>> byTag() {
    Map<String, List<Operation>> byTag = new LinkedHashMap<>();
    list(described.get("tags")).forEach(tag -> byTag.put(String.valueOf(object(tag).get("name")), new ArrayList<>()));
    object(described.get("paths")).forEach((path, item) -> METHODS.forEach(method -> {
      Map<String, Object> operation = object(object(item).get(method));
      for (Object tag : list(operation.get("tags"))) {
        byTag.computeIfAbsent(String.valueOf(tag), absent -> new ArrayList<>()).add(new Operation(method, path, operation));
      }
    }));
    return byTag;
  }

  private void security() {
    html.append("<h2>Who may call</h2><dl>");
    object(object(described.get("components")).get("securitySchemes")).forEach((name, scheme) -> html.append("<dt>").append(text(name))
      .append("<dd>").append(text(object(scheme).get("description"))));
    html.append("</dl>");
  }

  private void section(String tag, List<Operation> operations) {
    html.append("<h2 id=\"").append(anchor(tag)).append("\">").append(text(tag)).append("</h2><p>");
    list(described.get("tags")).stream().map(ApiPage::object).filter(one -> tag.equals(one.get("name")))
      .forEach(one -> html.append(text(one.get("description"))));
    operations.forEach(this::operation);
  }

  private void operation(Operation operation) {
    html.append("<h3><span class=\"m\">").append(operation.method().toUpperCase(Locale.ROOT)).append("</span> <code>")
      .append(text(operation.path())).append("</code></h3><p>").append(text(operation.fields().get("summary"))).append(". ")
      .append(text(operation.fields().get("description"))).append("<p>").append(who(operation.fields().get("security")));
    for (Object parameter : list(operation.fields().get("parameters"))) {
      Map<String, Object> resolved = resolved(parameter);
      html.append("<p>").append(text(resolved.get("in"))).append(" <code>").append(text(resolved.get("name"))).append("</code>: <code>")
        .append(schema(resolved.get("schema"))).append("</code> ").append(text(resolved.get("description")));
    }
    content("takes", resolved(operation.fields().get("requestBody")));
    object(operation.fields().get("responses")).forEach((status, response) -> content(status, resolved(response)));
  }

  private static String who(@Nullable Object security) {
    List<Object> schemes = list(security);
    if (schemes.isEmpty()) {
      return "Anybody may call.";
    }
    return "With " + schemes.stream().map(scheme -> object(scheme).isEmpty() ? "nothing" : text(String.join(", ", object(scheme).keySet())))
      .collect(Collectors.joining(" or ")) + ".";
  }

  private void content(String title, Map<String, Object> body) {
    if (body.isEmpty()) {
      return;
    }
    html.append("<p><b>").append(text(title)).append("</b> ").append(text(body.get("description")));
    object(body.get("content")).forEach((type, media) -> html.append("<pre>").append(text(type)).append("  ")
      .append(schema(object(media).get("schema"))).append("</pre>"));
  }

  private void schemas() {
    html.append("<h2>Schemas</h2>");
    object(object(described.get("components")).get("schemas")).forEach((name, schema) -> html.append("<h3 id=\"schema-")
      .append(anchor(name)).append("\"><code>").append(text(name)).append("</code></h3><pre>").append(schema(schema)).append("</pre>"));
  }

  /** A schema in short: required fields without a question mark. */
  private String schema(@Nullable Object schema) {
    Map<String, Object> fields = object(schema);
    if (fields.get("$ref") instanceof String reference) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      return "<a href=\"#schema-" + anchor(name) + "\">" + text(name) + "</a>";
    }
    String description = fields.containsKey("description") ? " (" + text(fields.get("description")) + ")" : "";
    if (fields.containsKey("properties")) {
      List<Object> required = list(fields.get("required"));
      return object(fields.get("properties")).entrySet().stream()
        .map(field -> text(field.getKey()) + (required.contains(field.getKey()) ? "" : "?") + ": " + schema(field.getValue()))
        .collect(Collectors.joining(", ", "{", "}")) + description;
    }
    if (fields.containsKey("items")) {
      return "[" + schema(fields.get("items")) + ", …]" + description;
    }
    return fields.entrySet().stream().filter(field -> !field.getKey().equals("description"))
      .map(field -> field.getKey().equals("type") ? text(field.getValue()) : text(field.getKey()) + " " + text(field.getValue()))
      .collect(Collectors.joining(" ")) + description;
  }

  private Map<String, Object> resolved(@Nullable Object value) {
    Map<String, Object> fields = object(value);
    if (!(fields.get("$ref") instanceof String reference)) {
      return fields;
    }
    Object at = described;
    for (String step : reference.substring("#/".length()).split("/", -1)) {
      at = object(at).get(step);
    }
    return object(at);
  }

  private static String anchor(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : HtmlUtils.htmlEscape(String.valueOf(value));
  }

  /** Keys that are numbers, as those of responses are when nobody quotes them, become texts. */
  private static Map<String, Object> object(@Nullable Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, field) -> {
        if (field != null) {
          object.put(String.valueOf(key), field);
        }
      });
    }
    return object;
  }

  private static List<Object> list(@Nullable Object value) {
    return value instanceof List<?> list ? List.copyOf(list) : List.of();
  }
}
