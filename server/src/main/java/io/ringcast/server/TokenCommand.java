package io.ringcast.server;

import io.ringcast.identity.App;
import io.ringcast.identity.Grant;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.server.config.Durations;
import io.ringcast.server.config.ServerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code token}: prints a room token, signed with the first key pair of an app. */
@Command(name = "token", mixinStandardHelpOptions = true, sortOptions = false, description = "Prints a token for one user in one room.")
final class TokenCommand implements Callable<Integer> {

  /** What the user may do in a live room. */
  enum Role { HOST, AUDIENCE }

  @Option(names = "--room", required = true, paramLabel = "R", description = "The room, 1 to 256 characters.")
  private String room = "";

  @Option(names = "--user", required = true, paramLabel = "U", description = "The user, 1 to 256 characters.")
  private String user = "";

  @Option(names = "--role", defaultValue = "host", description = "host publishes and subscribes, audience only subscribes. Default: host.")
  private Role role = Role.HOST;

  @Option(names = "--ttl", defaultValue = "1h", paramLabel = "TIME", converter = Ttl.class,
      description = "How long it is valid: 90s, 30m, 1h, 7d. Default: 1h.")
  private Duration ttl = Duration.ofHours(1);

  @Option(names = "--list-rooms", description = "The token may list rooms, too.")
  private boolean listRooms;

  @Option(names = "--app", paramLabel = "ID", description = "The app that signs. Default: the first of the config.")
  private @Nullable String appId;

  @Mixin
  private final ConfigOptions config = new ConfigOptions();

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      return Ringcast.EXIT_FAILED;
    }
    require(spec, RoomToken.isId(room), "--room", room);
    require(spec, RoomToken.isId(user), "--user", user);
    ServerSettings settings = config.read(Map.of(), null);
    Instant now = Instant.now();
    RoomToken token = RoomToken.joining(user, room, now.plus(ttl));
    if (role == Role.AUDIENCE) {
      token = token.without(Grant.CAN_PUBLISH);
    }
    if (listRooms) {
      token = token.with(Grant.ROOM_LIST);
    }
    spec.commandLine().getOut().println(new TokenIssuer(app(spec, settings).keys().getFirst()).issue(token, now));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private App app(CommandSpec command, ServerSettings settings) {
    return settings.apps().all().stream().filter(app -> appId == null || app.appId().equals(appId)).findFirst()
      .orElseThrow(() -> new ParameterException(command.commandLine(),
        "Invalid value for option '--app': no app is called " + appId));
  }

  private static void require(CommandSpec command, boolean fits, String option, String value) {
    if (!fits) {
      throw new ParameterException(command.commandLine(),
        "Invalid value for option '" + option + "': " + value.length() + " characters, not 1 to " + RoomToken.ID_CHARS_MAX);
    }
  }

  /** {@code 90s}, {@code 30m}, {@code 1h}, {@code 7d}. */
  static final class Ttl implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
      Duration duration = Durations.of(text);
      if (duration == null) {
        throw new TypeConversionException("'" + text + "' is not a time like 90s, 30m, 1h or 7d");
      }
      return duration;
    }
  }
}
