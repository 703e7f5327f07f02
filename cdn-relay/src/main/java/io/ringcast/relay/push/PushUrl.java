package io.ringcast.relay.push;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream is pushed to. Of RTMP the path's last part and the query are the stream's key, of SRT the whole query is: neither is
 * shown.
 *
 * @param application the path before the key, without slashes at its ends; empty for SRT
 * @param key the stream's name on the other server
 */
public record PushUrl(Protocol protocol, String host, int port, String application, String key) {
  /** Longer ones no server takes. */
  public static final int MAX_LENGTH = 2_048;

  /** What is spoken there. */
  public enum Protocol {
    RTMP(1935),
    RTMPS(443),
    /** Has no port of its own. */
    SRT(0);

    private final int port;

    Protocol(int port) {
      this.port = port;
    }

    String scheme() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads one; null when it is no URL of these protocols with host, port and what its protocol needs, or carries a user's name. */
  public static @Nullable PushUrl read(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
    Protocol protocol = protocol(uri.getScheme());
    String host = uri.getHost();
    if (protocol == null || host == null || uri.getRawUserInfo() != null) {
      return null;
    }
    int port = uri.getPort() < 0 ? protocol.port : uri.getPort();
    if (port < 1 || port > 65_535) {
      return null;
    }
    if (protocol == Protocol.SRT) {
      return srt(uri, host, port);
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return uri.getRawFragment() == null ? rtmp(protocol, host, port, uri.getRawPath(), query) : null;
  }

  /** A stream's id often begins with {@code #!::} (SRT's access control) and is rarely escaped. */
  private static @Nullable PushUrl srt(URI uri, String host, int port) {
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    String rest = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
    boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
    return bare && SrtTarget.read(query + rest) != null ? new PushUrl(Protocol.SRT, host, port, "", query + rest) : null;
  }

  /** What an SRT URL says besides its address. */
  public SrtTarget srt() {
    return Objects.requireNonNull(SrtTarget.read(key));
  }

  private static @Nullable Protocol protocol(@Nullable String scheme) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.scheme().equalsIgnoreCase(scheme)) {
        return protocol;
      }
    }
    return null;
  }

  private static @Nullable PushUrl rtmp(Protocol protocol, String host, int port, String path, String query) {
    int slash = path.lastIndexOf('/');
    if (slash < 1 || slash == path.length() - 1) {
      return null;
    }
    return new PushUrl(protocol, host, port, path.substring(1, slash), path.substring(slash + 1) + query);
  }

  /** What the other server is told as its own URL: without the key, and without a port it would not expect. */
  public String serverUrl() {
    String at = port == protocol.port ? "" : ":" + port;
    return protocol.scheme() + "://" + host + at + (application.isEmpty() ? "" : "/" + application);
  }

  @Override
  public String toString() {
    return serverUrl();
  }
}
