package io.ringcast.server.config;

import io.ringcast.calls.call.CallTimes;
import io.ringcast.calls.exchange.ExchangeSettings;
import io.ringcast.database.Storage;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.KeyPair;
import io.ringcast.server.config.ServerSettings.Calls;
import io.ringcast.server.config.ServerSettings.Http;
import io.ringcast.server.config.ServerSettings.Live;
import io.ringcast.server.config.ServerSettings.LogLevel;
import io.ringcast.server.config.ServerSettings.Limits;
import io.ringcast.server.config.ServerSettings.Media;
import io.ringcast.server.config.ServerSettings.Metrics;
import io.ringcast.server.config.ServerSettings.Mode;
import io.ringcast.server.config.ServerSettings.Rtmp;
import io.ringcast.server.config.ServerSettings.Tls;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Joins file, environment and command line (the later wins) and checks every value. */
public final class SettingsReader {

  private static final int PORT_DEFAULT = 7880;
  private static final int RTMP_PORT_DEFAULT = 1935;
  private static final int PORT_MAX = 65_000;
  private static final int LOOPS_MAX = 256;
  private static final int LIMIT_MAX = 1_000_000;
  private static final int ROOM_LIMIT_MAX = 1000;
  private static final long CALL_TIME_MIN_MS = 5_000;
  private static final long RING_MAX_MS = 180_000;
  private static final long GRACE_MAX_MS = 300_000;
  private static final long KEEP_MS = Duration.ofDays(90).toMillis();
  private static final long KEEP_MIN_MS = Duration.ofHours(1).toMillis();
  private static final long KEEP_MAX_MS = Duration.ofDays(3_650).toMillis();
  private static final String YES = "true";
  private static final String NO = "false";
  private static final long KEYFRAMES_MS = 2_000;
  private static final long KEYFRAMES_MIN_MS = 1_000;
  private static final long KEYFRAMES_MAX_MS = 10_000;
  private static final long URLS_MS = Duration.ofDays(1).toMillis();
  private static final long URLS_MIN_MS = Duration.ofMinutes(1).toMillis();
  private static final long URLS_MAX_MS = Duration.ofDays(30).toMillis();
  /** Paths begin behind it, and RTMP's own address is its host. */
  private static final Pattern PUBLIC_URL = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]{1,260}/?");
  private static final String SIGNED = "signed";
  private static final String PUBLIC = "public";
  private static final String BY_MEDIA = "media";
  private static final String BY_ROOM = "room";
  private static final String POSTGRESQL = "jdbc:postgresql://";

  /** HTTP is N, ICE over TCP N + 1, media N + 2 and on. */
  private static final int TCP_PORT_OFFSET = 1;
  private static final int MEDIA_PORT_OFFSET = 2;

  /** What the machine is like and how the command was typed. */
  public record Surroundings(int cores, List<InetAddress> addresses, @Nullable KeyPair lanPair) { }

  private final Map<Setting, Written> written = new EnumMap<>(Setting.class);
  private final Surroundings surroundings;

  private SettingsReader(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Reads all three sources; {@code typed} holds what was given on the command line, by flag. */
  public static ServerSettings read(@Nullable Path file, Map<String, String> environment, Map<Setting, String> typed, Surroundings around) {
    SettingsReader reader = new SettingsReader(around);
    if (file != null) {
      reader.written.putAll(SettingsFile.read(file));
    }
    reader.written.putAll(Environment.read(environment));
    typed.forEach((setting, text) -> reader.written.put(setting, Environment.written(setting, text, "command line")));
    return reader.settings();
  }

  private ServerSettings settings() {
    Written apps = written.get(Setting.APPS);
    Mode mode = surroundings.lanPair() != null ? Mode.LAN : apps == null ? Mode.DEV : Mode.CONFIGURED;
    Apps owners = apps == null ? fallbackApps() : AppsReader.read(apps);
    int port = number(Setting.SERVER_PORT, PORT_DEFAULT, PORT_MAX);
    InetAddress bind = address(Setting.SERVER_BIND, mode == Mode.DEV ? "127.0.0.1" : "0.0.0.0");
    guardDevelopmentPair(owners, bind);
    Media media = media(port, bind);
    String token = text(Setting.METRICS_TOKEN);
    Path dataDir = Path.of(orElse(text(Setting.DATA_DIR), "data"));
    Written webhooks = written.get(Setting.WEBHOOKS);
    return new ServerSettings(mode, new Http(port, bind, tls()), media, rtmp(), owners, limits(), database(dataDir, mode, port),
      webhooks == null ? List.of() : WebhooksReader.read(webhooks, owners), calls(owners), live(owners),
      new Metrics(token), dataDir, logLevel());
  }

  /** One file a server; those that are tried out run side by side in one folder, each on a port of its own. */
  private Storage database(Path dataDir, Mode mode, int port) {
    Written url = written.get(Setting.DATABASE_URL);
    String user = text(Setting.DATABASE_USER);
    if (url == null) {
      for (Setting without : List.of(Setting.DATABASE_USER, Setting.DATABASE_PASSWORD)) {
        if (written.containsKey(without)) {
          throw new ConfigException(without.key() + " is of no use without database.url (" + where(without, "") + ")");
        }
      }
      return new Storage.Sqlite(dataDir.resolve(mode == Mode.CONFIGURED ? "ringcast.db" : "ringcast-" + port + ".db"));
    }
    if (!url.text().startsWith(POSTGRESQL)) {
      throw url.refused("this");
    }
    if (user == null) {
      throw new ConfigException("database.url needs database.user (" + url.where() + ")");
    }
    return new Storage.Postgresql(url.text(), user, text(Setting.DATABASE_PASSWORD));
  }

  private Rtmp rtmp() {
    Written inside = written.get(Setting.PUSHES_INSIDE);
    if (inside != null && !inside.text().equals("true") && !inside.text().equals("false")) {
      throw inside.refused(quoted(inside.text()));
    }
    return new Rtmp(number(Setting.RTMP_PORT, RTMP_PORT_DEFAULT, 0, PORT_MAX), written.containsKey(Setting.RTMP_PORT),
      inside != null && inside.text().equals("true"));
  }

  private Limits limits() {
    return new Limits(
      number(Setting.LIMITS_PENDING_SESSIONS, Limits.DEFAULT.pendingSessions(), LIMIT_MAX),
      number(Setting.LIMITS_PENDING_SESSIONS_PER_APP, Limits.DEFAULT.pendingSessionsPerApp(), LIMIT_MAX),
      number(Setting.LIMITS_PENDING_SESSIONS_PER_ADDRESS, Limits.DEFAULT.pendingSessionsPerAddress(), LIMIT_MAX),
      number(Setting.LIMITS_AUDIO_HOSTS, Limits.DEFAULT.audioHosts(), ROOM_LIMIT_MAX),
      number(Setting.LIMITS_VIDEO_HOSTS, Limits.DEFAULT.videoHosts(), ROOM_LIMIT_MAX),
      number(Setting.LIMITS_TRACKS_PER_USER, Limits.DEFAULT.tracksPerUser(), ROOM_LIMIT_MAX));
  }

  private Calls calls(Apps owners) {
    CallTimes usual = CallTimes.DEFAULT;
    CallTimes times = new CallTimes(
      time(Setting.CALLS_RING, usual.ringMs(), CALL_TIME_MIN_MS, RING_MAX_MS),
      time(Setting.CALLS_GRACE, usual.graceMs(), CALL_TIME_MIN_MS, GRACE_MAX_MS),
      usual.connectMs(), usual.mutedMs(), usual.switchMs());
    Written by = written.get(Setting.CALLS_CONNECTED_BY);
    if (by != null && !by.text().equals(BY_MEDIA) && !by.text().equals(BY_ROOM)) {
      throw by.refused(quoted(by.text()));
    }
    Written early = written.get(Setting.CALLS_PRE_CONNECT);
    if (early != null && !early.text().equals(YES) && !early.text().equals(NO)) {
      throw early.refused(quoted(early.text()));
    }
    Written push = written.get(Setting.CALLS_PUSH);
    return new Calls(
      new ExchangeSettings(times, by == null || by.text().equals(BY_MEDIA), early != null && early.text().equals(YES)),
      Duration.ofMillis(time(Setting.CALLS_KEEP, KEEP_MS, KEEP_MIN_MS, KEEP_MAX_MS)),
      push == null ? List.of() : PushHooksReader.read(push, owners));
  }

  private Live live(Apps owners) {
    Written access = written.get(Setting.LIVE_ACCESS);
    if (access != null && !access.text().equals(SIGNED) && !access.text().equals(PUBLIC)) {
      throw access.refused(quoted(access.text()));
    }
    Written app = written.get(Setting.LIVE_DEFAULT_APP);
    String defaultApp = app == null ? owners.all().getFirst().appId() : app.text();
    if (app != null && owners.all().stream().noneMatch(owner -> owner.appId().equals(defaultApp))) {
      throw app.refused(quoted(defaultApp));
    }
    return new Live(access != null && access.text().equals(PUBLIC), defaultApp,
      Duration.ofMillis(time(Setting.LIVE_KEYFRAME_INTERVAL, KEYFRAMES_MS, KEYFRAMES_MIN_MS, KEYFRAMES_MAX_MS)),
      Duration.ofMillis(time(Setting.LIVE_URL_LIFETIME, URLS_MS, URLS_MIN_MS, URLS_MAX_MS)), publicUrl());
  }

  private String publicUrl() {
    Written value = written.get(Setting.LIVE_PUBLIC_URL);
    if (value == null) {
      return "";
    }
    if (!PUBLIC_URL.matcher(value.text()).matches()) {
      throw value.refused(quoted(value.text()));
    }
    return value.text().endsWith("/") ? value.text().substring(0, value.text().length() - 1) : value.text();
  }

  private long time(Setting setting, long byDefaultMs, long minMs, long maxMs) {
    Written value = written.get(setting);
    if (value == null) {
      return byDefaultMs;
    }
    Duration time = Durations.of(value.text());
    if (time == null || time.toMillis() < minMs || time.toMillis() > maxMs) {
      throw value.refused(quoted(value.text()));
    }
    return time.toMillis();
  }

  private Apps fallbackApps() {
    KeyPair lanPair = surroundings.lanPair();
    App app = lanPair == null ? new App("dev", List.of(KeyPair.DEVELOPMENT)) : new App("lan", List.of(lanPair));
    return new Apps(List.of(app));
  }

  private void guardDevelopmentPair(Apps apps, InetAddress bind) {
    boolean wellKnown = apps.all().stream().flatMap(app -> app.keys().stream())
      .anyMatch(pair -> pair.secret().equals(KeyPair.DEVELOPMENT.secret()));
    if (wellKnown && !bind.isLoopbackAddress()) {
      throw new ConfigException("server.bind: " + bind.getHostAddress() + " would open this server to others with the development key pair"
        + " devkey/secret, which everybody knows: give it apps of its own (apps, docs/config.md), or try it from a phone with --lan"
        + " (" + where(Setting.SERVER_BIND, "the default bind address") + ")");
    }
  }

  private Media media(int serverPort, InetAddress bind) {
    int loops = number(Setting.MEDIA_LOOPS, surroundings.cores(), LOOPS_MAX);
    int port = number(Setting.MEDIA_PORT, serverPort + MEDIA_PORT_OFFSET, PORT_MAX);
    List<InetAddress> announced = announced(bind);
    if (bind.isLoopbackAddress() && !announced.stream().allMatch(InetAddress::isLoopbackAddress)) {
      throw new ConfigException("media.announced-ip: only loopback addresses can be reached while server.bind is "
        + bind.getHostAddress() + " (" + where(Setting.MEDIA_ANNOUNCED_IP, "default") + ")");
    }
    int tcpPort = number(Setting.MEDIA_TCP_PORT, serverPort + TCP_PORT_OFFSET, 0, PORT_MAX);
    return new Media(port, tcpPort, loops, bind, announced, isOnUnlessOff(Setting.MEDIA_ESTIMATION));
  }

  /** YAML reads a bare {@code on} as a text or as {@code true}, by its version. */
  private boolean isOnUnlessOff(Setting setting) {
    Written value = written.get(setting);
    return value == null || switch (value.text()) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw value.refused(quoted(value.text()));
    };
  }

  private List<InetAddress> announced(InetAddress bind) {
    Written value = written.get(Setting.MEDIA_ANNOUNCED_IP);
    if (value == null) {
      return bind.isAnyLocalAddress() ? reachable(bind) : List.of(bind);
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : value.texts()) {
      addresses.add(literal(value, text.strip()));
    }
    return addresses;
  }

  /** A socket on 0.0.0.0 hears IPv4 only, one on :: both. */
  private List<InetAddress> reachable(InetAddress any) {
    List<InetAddress> heard = surroundings.addresses().stream()
      .filter(address -> any instanceof Inet6Address || address instanceof Inet4Address).toList();
    return heard.isEmpty() ? List.of(InetAddress.ofLiteral("127.0.0.1")) : heard;
  }

  private @Nullable Tls tls() {
    Path certificate = file(Setting.SERVER_TLS_CERTIFICATE);
    Path key = file(Setting.SERVER_TLS_KEY);
    if (certificate != null && key != null) {
      return new Tls(certificate, key);
    }
    if (certificate != null || key != null) {
      throw new ConfigException("server.tls needs both server.tls.certificate and server.tls.key");
    }
    return null;
  }

  private @Nullable Path file(Setting setting) {
    Written value = written.get(setting);
    if (value == null) {
      return null;
    }
    Path path = Path.of(value.text());
    if (!Files.isReadable(path) || !Files.isRegularFile(path)) {
      throw value.refused(quoted(value.text()));
    }
    return path;
  }

  private LogLevel logLevel() {
    Written value = written.get(Setting.LOG_LEVEL);
    if (value == null) {
      return LogLevel.INFO;
    }
    LogLevel level = LogLevel.of(value.text());
    if (level == null) {
      throw value.refused(quoted(value.text()));
    }
    return level;
  }

  private int number(Setting setting, int byDefault, int max) {
    return number(setting, byDefault, 1, max);
  }

  private int number(Setting setting, int byDefault, int min, int max) {
    Written value = written.get(setting);
    if (value == null) {
      return byDefault;
    }
    try {
      int number = Integer.parseInt(value.text());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw value.refused(quoted(value.text()));
    }
    throw value.refused(quoted(value.text()));
  }

  private InetAddress address(Setting setting, String byDefault) {
    Written value = written.get(setting);
    return value == null ? InetAddress.ofLiteral(byDefault) : literal(value, value.text());
  }

  /** Names are not looked up: what a resolver says may change. */
  private static InetAddress literal(Written value, String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw value.refused(quoted(text));
    }
  }

  private @Nullable String text(Setting setting) {
    Written value = written.get(setting);
    return value == null ? null : value.text();
  }

  private String where(Setting setting, String otherwise) {
    Written value = written.get(setting);
    return value == null ? otherwise : value.where();
  }

  private static String orElse(@Nullable String text, String byDefault) {
    return text == null ? byDefault : text;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
