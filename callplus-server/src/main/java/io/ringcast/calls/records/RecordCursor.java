package io.ringcast.calls.records;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The last call of a page. */
public record RecordCursor(long startedMs, String callId) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(.{1,108})");

  /** Null when it is none. */
  public static @Nullable RecordCursor of(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches() ? new RecordCursor(Long.parseLong(matcher.group(1)), matcher.group(2)) : null;
  }

  public String text() {
    return startedMs + "." + callId;
  }
}
