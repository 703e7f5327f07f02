package io.ringcast.signaling.rongcloud;

import io.ringcast.identity.signed.SignedRequest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/** The four headers of a signed request, each by its plain name or with {@code RC-} before it. */
final class SignedHead {
  private SignedHead() {}

  static SignedRequest of(ServerRequest request) {
    return new SignedRequest(
        value(request, "App-Key"), value(request, "Nonce"), value(request, "Timestamp"), value(request, "Signature"));
  }

  /** Null where it is missing, or there more than once: nobody can tell which of them counts. */
  private static @Nullable String value(ServerRequest request, String name) {
    List<String> values = Stream.of(name, "RC-" + name).flatMap(one -> request.headers().header(one).stream()).toList();
    return values.size() == 1 && !values.getFirst().isEmpty() ? values.getFirst() : null;
  }
}
