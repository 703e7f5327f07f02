package io.ringcast.server.config;

import io.ringcast.calls.exchange.ExchangeSettings;
import io.ringcast.calls.push.PushHook;
import io.ringcast.database.Storage;
import io.ringcast.events.webhook.Receiver;
import io.ringcast.identity.Apps;
import io.ringcast.signaling.room.PendingLimits;
import io.ringcast.signaling.room.RoomLimits;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Everything the operator decided, checked; no secret shows in any {@code toString}. */
public record ServerSettings(
  Mode mode, Http http, Media media, Rtmp rtmp, Apps apps, Limits limits, Storage database, List<Receiver> webhooks, Calls calls, Live live,
  Metrics metrics, Path dataDir, LogLevel logLevel) {

  public ServerSettings {
    webhooks = List.copyOf(webhooks);
  }

  /** How open the server is: for its own machine, for the house, or as its config says. */
  public enum Mode { DEV, LAN, CONFIGURED }

  /** The one HTTP port. */
  public record Http(int port, InetAddress bind, @Nullable Tls tls) {

    /** The scheme that clients use. */
    public String scheme() {
      return tls == null ? "http" : "https";
    }
  }

  /** PEM files. */
  public record Tls(Path certificate, Path key) { }

  /**
   * The media plane's UDP ports ({@code port} to {@code port + loops - 1}), its TCP port (0: none), the addresses told to clients, and
   * whether it finds out how much fits on the paths to them.
   */
  public record Media(int port, int tcpPort, int loops, InetAddress bind, List<InetAddress> announced, boolean estimation) { }

  /**
   * Live streams' port for RTMP (0: none), and where pushes may go.
   *
   * @param asked whether the port was written down: a server that cannot have it does not start; otherwise it goes without
   * @param insideAllowed whether pushes may go to addresses that the internet does not reach
   */
  public record Rtmp(int port, boolean asked, boolean insideAllowed) { }

  /**
   * How many sessions may wait for their first packet (of all apps, of one, and asked for by one IP address), how many hosts a live room
   * may have (for audio, for video), and how many tracks a participant may publish.
   */
  public record Limits(
    int pendingSessions, int pendingSessionsPerApp, int pendingSessionsPerAddress, int audioHosts, int videoHosts, int tracksPerUser) {
    static final Limits DEFAULT = new Limits(
      PendingLimits.DEFAULT.total(), PendingLimits.DEFAULT.perApp(), PendingLimits.DEFAULT.perAddress(),
      RoomLimits.Hosts.DEFAULT.audio(), RoomLimits.Hosts.DEFAULT.video(), RoomLimits.DEFAULT.publicationsPerParticipant());
  }

  /**
   * How calls go, and who pushes to devices that are not connected.
   *
   * @param keep how long calls that are over stay in their users' histories
   */
  public record Calls(ExchangeSettings exchange, Duration keep, List<PushHook> push) {
    public Calls {
      push = List.copyOf(push);
    }
  }

  /**
   * How live streams are given out.
   *
   * @param open whether whoever knows a room's name may play it, or LiveURLs need their token
   * @param defaultApp whose rooms a LiveURL without token names
   * @param keyframeInterval how often a publisher is asked for a keyframe while somebody plays
   * @param urlLifetime how long a LiveURL is good that is given out now
   * @param publicUrl where viewers reach this server; empty where each request says it by its host
   */
  public record Live(boolean open, String defaultApp, Duration keyframeInterval, Duration urlLifetime, String publicUrl) { }

  /** Who may read {@code /metrics}: the loopback interface, or whoever has the token when there is one. */
  public record Metrics(@Nullable String token) {

    @Override
    public String toString() {
      return "Metrics[" + (token == null ? "loopback" : "token") + "]";
    }
  }

  /** How much is logged. */
  public enum LogLevel {
    ERROR, WARN, INFO, DEBUG;

    static @Nullable LogLevel of(String text) {
      for (LogLevel level : values()) {
        if (level.name().toLowerCase(Locale.ROOT).equals(text)) {
          return level;
        }
      }
      return null;
    }
  }

  /** The same settings with other certificates. */
  public ServerSettings with(Tls tls) {
    return new ServerSettings(mode, new Http(http.port(), http.bind(), tls), media, rtmp, apps, limits, database, webhooks, calls, live,
      metrics, dataDir, logLevel);
  }
}
