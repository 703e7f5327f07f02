package io.ringcast.server.http;

import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The demo pages, from the web module's jar. */
public final class Pages {

  private static final String FOLDER = "META-INF/resources/";

  /** Vite puts a hash of the content into these files' names, so they never change. */
  private static final String HASHED = "/assets/";

  /** The page reads its own address: what is at {@code /dashboard} is the operators' one, at {@code /phone} the calls', at
   * {@code /player} that of live streams. */
  private static final Set<String> STARTS = Set.of("/", "/dashboard", "/phone", "/player");

  private Pages() { }

  public static RouterFunction<ServerResponse> routes() {
    Resource index = new ClassPathResource(FOLDER + "index.html");
    RouterFunction<ServerResponse> files = RouterFunctions.resources("/**", new ClassPathResource(FOLDER), Pages::cache);
    RouterFunction<ServerResponse> start = RouterFunctions.route(request -> STARTS.contains(request.path()) && index.exists(),
      request -> ServerResponse.ok().contentType(MediaType.TEXT_HTML).headers(headers -> cache(index, headers)).bodyValue(index));
    return RouterFunctions.nest(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD), start.and(files));
  }

  private static void cache(Resource file, HttpHeaders headers) {
    boolean hashed = file instanceof ClassPathResource inJar && inJar.getPath().contains(HASHED);
    headers.set(HttpHeaders.CACHE_CONTROL, hashed ? "public, max-age=31536000, immutable" : "no-cache");
    headers.set("X-Content-Type-Options", "nosniff");
  }
}
