package io.ringcast.signaling.room;

import java.util.regex.Pattern;

/** What publishers call their streams. */
public final class Tags {
  /** What a stream of camera and microphone is called. */
  public static final String MAIN = "main";
  static final String SCREEN = "screen";
  /** Without the character that joins the parts of a stream's id. */
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private Tags() {}

  public static boolean allows(String tag) {
    return ALLOWED.matcher(tag).matches();
  }
}
