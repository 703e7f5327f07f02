package io.ringcast.relay.rtmp;

/** What a client wants of which stream. The name may be a key, so it is not shown. */
public record RtmpRequest(Purpose purpose, String app, String name) {
  public enum Purpose { PUBLISH, PLAY }

  /** Application and name together, as in the URL: encoders differ in where they divide it. */
  public String path() {
    return app + "/" + name;
  }

  @Override
  public String toString() {
    return purpose + " in " + app;
  }
}
