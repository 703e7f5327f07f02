package io.ringcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.server.config.Setting;
import io.ringcast.server.config.SettingsReader;
import io.ringcast.server.config.SettingsReader.Surroundings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.yaml.snakeyaml.Yaml;
import reactor.core.publisher.Mono;

/** The description says what the doors are. */
class ApiDescriptionTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  @TempDir
  private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(
      SettingsReader.read(null, Map.of("RINGCAST_MEDIA_LOOPS", "1", "RINGCAST_DATA_DIR", folder.toString()),
        Map.of(Setting.SERVER_PORT, String.valueOf(FreePorts.next())),
        new Surroundings(1, List.of(InetAddress.ofLiteral("127.0.0.1")), null)),
      null, InstantSource.system());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(server.url().replace("localhost", "127.0.0.1") + path)).build(),
      BodyHandlers.ofString());
  }

  /** {@code GET /v1/rooms/{}}: what a place is called is each side's own matter. */
  private static String operation(String method, String path) {
    return method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]*}", "{}");
  }

  @Test
  void everyRouteIsDescribedAndEveryDescribedOneIsThere() throws Exception {
    Set<String> described = new TreeSet<>();
    Map<String, Map<String, Map<String, Object>>> whole = new Yaml().load(get("/docs/openapi.yaml").body());
    whole.get("paths").forEach((path, methods) -> methods.keySet().forEach(method -> described.add(operation(method, path))));
    RouteCollector there = new RouteCollector();
    server.routes().accept(there);
    assertThat(there.operations).hasSizeGreaterThan(30).containsExactlyElementsOf(described);
  }

  @Test
  void thePageNeedsNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = get("/docs");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(page.body()).contains("/user/getToken.json", "/v1/room-token", "RoomQuery", "lower-case hexadecimal")
      .doesNotContain("<script", "http://", "https://", "null");
    assertThat(get("/docs/openapi.json").body()).startsWith("{\"openapi\":\"3.1.0\"");
  }

  /** Methods with paths, as routes have them; routes that only say no have a path alone, and OPTIONS is no operation. */
  private static final class RouteCollector implements RouterFunctions.Visitor {
    private final Set<String> operations = new TreeSet<>();

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
      PredicateReader read = PredicateReader.of(predicate);
      if (read.path != null) {
        read.methods.stream().filter(method -> !method.equals(HttpMethod.OPTIONS))
          .forEach(method -> operations.add(operation(method.name(), read.path)));
      }
    }

    @Override
    public void startNested(RequestPredicate predicate) {}

    @Override
    public void endNested(RequestPredicate predicate) {}

    @Override
    public void resources(Function<ServerRequest, Mono<Resource>> lookup) {}

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> routes) {}
  }

  /** What a predicate wants; of its visitor's many words two matter. */
  private static final class PredicateReader {
    private Set<HttpMethod> methods = Set.of();
    private String path;

    static PredicateReader of(RequestPredicate predicate) {
      PredicateReader read = new PredicateReader();
      predicate.accept((RequestPredicates.Visitor) Proxy.newProxyInstance(
        PredicateReader.class.getClassLoader(), new Class<?>[] {RequestPredicates.Visitor.class},
        (proxy, word, arguments) -> read.hear(word.getName(), arguments)));
      return read;
    }

    @SuppressWarnings("unchecked")
    private Object hear(String word, Object[] arguments) {
      if (word.equals("method")) {
        methods = (Set<HttpMethod>) arguments[0];
      } else if (word.equals("path")) {
        path = (String) arguments[0];
      }
      return null;
    }
  }
}
