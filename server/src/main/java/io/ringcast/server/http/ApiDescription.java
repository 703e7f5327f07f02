package io.ringcast.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API described (OpenAPI 3.1): as a page that needs no script and nothing from elsewhere, and as it was written. */
public final class ApiDescription {
  private static final String FILE = "docs/openapi.yaml";
  private static final String CALL_CHANNEL = "docs/call-channel.yaml";

  private final byte[] yaml;
  private final byte[] callChannel;
  private final byte[] json;
  private final byte[] page;

  public ApiDescription() {
    yaml = read(FILE);
    callChannel = read(CALL_CHANNEL);
    Map<String, Object> described = parse(yaml);
    json = JsonMapper.builder().build().writeValueAsBytes(described);
    page = new ApiPage(described).html().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(String file) {
    try (InputStream in = new ClassPathResource(file).getInputStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the server's jars have no " + file, e);
    }
  }

  private static Map<String, Object> parse(byte[] yaml) {
    Map<String, Object> described = new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(yaml, StandardCharsets.UTF_8));
    return Objects.requireNonNull(described);
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
      .GET("/docs", request -> answer(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8), page))
      .GET("/docs/openapi.yaml", request -> answer(new MediaType("application", "yaml"), yaml))
      .GET("/docs/call-channel.yaml", request -> answer(new MediaType("application", "yaml"), callChannel))
      .GET("/docs/openapi.json", request -> answer(MediaType.APPLICATION_JSON, json))
      .build();
  }

  private static Mono<ServerResponse> answer(MediaType type, byte[] body) {
    return ServerResponse.ok().contentType(type).header(HttpHeaders.CACHE_CONTROL, "no-cache").header("X-Content-Type-Options", "nosniff")
      .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'").bodyValue(body);
  }
}
