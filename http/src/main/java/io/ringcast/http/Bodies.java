package io.ringcast.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Request bodies: of the expected type, within a size, not empty. */
public final class Bodies {
  /** For 64 kB over any line: who takes longer holds a connection for nothing. */
  static final Duration TIME_MAX = Duration.ofSeconds(10);

  private Bodies() {}

  /** A body of UTF-8 text; 415, 413 and 400 tell what is wrong with it. */
  public static Mono<String> text(ServerRequest request, MediaType type, int bytesMax) {
    MediaType given = type(request);
    if (!type.getType().equalsIgnoreCase(given.getType()) || !type.getSubtype().equalsIgnoreCase(given.getSubtype())) {
      return Mono.error(Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "wrong-content-type", "The body has another type than expected",
          "Send the body with Content-Type: " + type + ".").exception());
    }
    return limited(request, bytesMax)
        .map(Bodies::decode)
        .filter(text -> !text.isBlank())
        .switchIfEmpty(Mono.error(() -> Problem.badRequest("empty-body", "The body is empty: send " + type + ".").exception()));
  }

  /** A body of any type, which may be empty; 413 when it is too large. */
  public static Mono<byte[]> bytes(ServerRequest request, int bytesMax) {
    return limited(request, bytesMax).map(Bodies::copy).defaultIfEmpty(new byte[0]);
  }

  private static Mono<DataBuffer> limited(ServerRequest request, int bytesMax) {
    if (request.headers().contentLength().orElse(0) > bytesMax) {
      return Mono.error(tooLarge(bytesMax));
    }
    return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), bytesMax)
        .timeout(TIME_MAX)
        .onErrorMap(TimeoutException.class, e -> Problem.of(HttpStatus.REQUEST_TIMEOUT, "body-too-slow", "The body did not come in time",
            "Send it within " + TIME_MAX.toSeconds() + " seconds.").exception())
        .onErrorMap(DataBufferLimitException.class, e -> tooLarge(bytesMax));
  }

  /** What the request says its body is, anything when it says nothing that can be read. */
  public static MediaType type(ServerRequest request) {
    try {
      return request.headers().contentType().orElse(MediaType.ALL);
    } catch (IllegalArgumentException e) {
      return MediaType.ALL;
    }
  }

  private static byte[] copy(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private static String decode(DataBuffer buffer) {
    String text = buffer.toString(StandardCharsets.UTF_8);
    DataBufferUtils.release(buffer);
    return text;
  }

  private static ProblemException tooLarge(int bytesMax) {
    return Problem.of(HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "The body is too large",
        "At most " + bytesMax + " bytes are read here.").exception();
  }
}
