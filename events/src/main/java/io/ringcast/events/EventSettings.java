package io.ringcast.events;

import io.ringcast.events.webhook.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param keep how long an event is kept that all receivers have got
 * @param keepUndelivered how long one is kept that somebody has not got
 */
public record EventSettings(Storage storage, List<Receiver> receivers, Duration keep, Duration keepUndelivered) {
  public static final Duration KEEP = Duration.ofDays(7);
  public static final Duration KEEP_UNDELIVERED = Duration.ofDays(30);

  /** Where the log lives. */
  public sealed interface Storage {

    record Sqlite(Path file) implements Storage {}

    /** @param url such as {@code jdbc:postgresql://host/database} */
    record Postgresql(String url, String user, @Nullable String password) implements Storage {

      /** Without the password: a secret is never printed. */
      @Override
      public String toString() {
        return "Postgresql[" + url + "]";
      }
    }
  }
}
