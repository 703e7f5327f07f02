package io.ringcast.server.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every setting there is: its key in the YAML file, its name in the environment and what it takes. */
public enum Setting {
  SERVER_PORT("server.port", Shape.SCALAR, "a port number from 1 to 65000"),
  SERVER_BIND("server.bind", Shape.SCALAR, "an IP address of this machine, 0.0.0.0 for all"),
  SERVER_TLS_CERTIFICATE("server.tls.certificate", Shape.SCALAR, "a readable PEM file with the certificate chain"),
  SERVER_TLS_KEY("server.tls.key", Shape.SCALAR, "a readable PEM file with the private key"),
  MEDIA_PORT("media.port", Shape.SCALAR, "a port number from 1 to 65000"),
  MEDIA_TCP_PORT("media.tcp-port", Shape.SCALAR, "a port number from 1 to 65000, or 0 for none"),
  MEDIA_LOOPS("media.loops", Shape.SCALAR, "a number from 1 to 256"),
  MEDIA_ANNOUNCED_IP("media.announced-ip", Shape.LIST, "a list of IP addresses"),
  RTMP_PORT("rtmp.port", Shape.SCALAR, "a port number from 1 to 65000, or 0 for none"),
  PUSHES_INSIDE("pushes.inside", Shape.SCALAR, "true or false"),
  MEDIA_ESTIMATION("media.estimation", Shape.SCALAR, "on or off"),
  APPS("apps", Shape.TREE, "a list of apps, each with an id and keys"),
  LIMITS_PENDING_SESSIONS("limits.pending-sessions", Shape.SCALAR, "a number from 1 to 1000000"),
  LIMITS_PENDING_SESSIONS_PER_APP("limits.pending-sessions-per-app", Shape.SCALAR, "a number from 1 to 1000000"),
  LIMITS_PENDING_SESSIONS_PER_ADDRESS("limits.pending-sessions-per-address", Shape.SCALAR, "a number from 1 to 1000000"),
  LIMITS_AUDIO_HOSTS("limits.audio-hosts", Shape.SCALAR, "a number from 1 to 1000"),
  LIMITS_VIDEO_HOSTS("limits.video-hosts", Shape.SCALAR, "a number from 1 to 1000"),
  LIMITS_TRACKS_PER_USER("limits.tracks-per-user", Shape.SCALAR, "a number from 1 to 1000"),
  DATABASE_URL("database.url", Shape.SCALAR, "a URL jdbc:postgresql://HOST[:PORT]/DATABASE"),
  DATABASE_USER("database.user", Shape.SCALAR, "a text that is not empty"),
  DATABASE_PASSWORD("database.password", Shape.SCALAR, "a text that is not empty"),
  WEBHOOKS("webhooks", Shape.TREE, "a list of webhook receivers, each with an id, a url and a key"),
  CALLS_RING("calls.ring", Shape.SCALAR, "a time from 5s to 3m"),
  CALLS_GRACE("calls.grace", Shape.SCALAR, "a time from 5s to 5m"),
  CALLS_CONNECTED_BY("calls.connected-by", Shape.SCALAR, "media or room"),
  CALLS_PRE_CONNECT("calls.pre-connect", Shape.SCALAR, "true or false"),
  CALLS_KEEP("calls.keep", Shape.SCALAR, "a time from 1h to 3650d"),
  CALLS_PUSH("calls.push", Shape.TREE, "a list of push hooks, each with an id, a url and a key"),
  LIVE_ACCESS("live.access", Shape.SCALAR, "signed or public"),
  LIVE_DEFAULT_APP("live.default-app", Shape.SCALAR, "the id of one of the apps"),
  LIVE_KEYFRAME_INTERVAL("live.keyframe-interval", Shape.SCALAR, "a time from 1s to 10s"),
  LIVE_PUBLIC_URL("live.public-url", Shape.SCALAR, "a URL http(s)://HOST[:PORT]"),
  LIVE_URL_LIFETIME("live.url-lifetime", Shape.SCALAR, "a time from 1m to 30d"),
  METRICS_TOKEN("metrics.token", Shape.SCALAR, "a text that is not empty"),
  DATA_DIR("data-dir", Shape.SCALAR, "a folder"),
  LOG_LEVEL("log.level", Shape.SCALAR, "error, warn, info or debug");

  static final String ENVIRONMENT_PREFIX = "RINGCAST_";

  /** How a setting is written: one value, a list of values (commas in the environment), or YAML of its own. */
  enum Shape { SCALAR, LIST, TREE }

  private final String key;
  private final Shape shape;
  private final String expected;

  Setting(String key, Shape shape, String expected) {
    this.key = key;
    this.shape = shape;
    this.expected = expected;
  }

  /** The dotted path in the YAML file. */
  public String key() {
    return key;
  }

  /** The variable's name: {@code media.announced-ip} is {@code RINGCAST_MEDIA_ANNOUNCED_IP}. */
  public String environmentName() {
    return ENVIRONMENT_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  Shape shape() {
    return shape;
  }

  String expected() {
    return expected;
  }

  static @Nullable Setting ofKey(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return setting;
      }
    }
    return null;
  }

  static @Nullable Setting ofEnvironment(String name) {
    for (Setting setting : values()) {
      if (setting.environmentName().equals(name)) {
        return setting;
      }
    }
    return null;
  }

  /** True when some setting's key begins with this path. */
  static boolean isGroup(String path) {
    for (Setting setting : values()) {
      if (setting.key.startsWith(path + ".")) {
        return true;
      }
    }
    return false;
  }
}
