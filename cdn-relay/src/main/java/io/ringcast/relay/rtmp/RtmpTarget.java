package io.ringcast.relay.rtmp;

/**
 * Where a client publishes. The name is a key, so it is not shown.
 *
 * @param url what the server is told as its own: scheme, host and application
 */
public record RtmpTarget(String url, String app, String name) {
  @Override
  public String toString() {
    return url;
  }
}
