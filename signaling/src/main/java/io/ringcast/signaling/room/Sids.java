package io.ringcast.signaling.room;

import java.util.random.RandomGenerator;

/** Makes names for rooms' sessions, stays, publications and what is between them: a prefix and 12 letters and digits. */
public final class Sids {
  static final String ROOM = "RM_";
  static final String PARTICIPANT = "PA_";
  static final String AUDIO = "TR_AM";
  static final String VIDEO = "TR_VC";
  static final String INVITATION = "IV_";
  public static final String LINK = "LK_";
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int CHARS = 12;

  private final RandomGenerator random;

  public Sids(RandomGenerator random) {
    this.random = random;
  }

  public String next(String prefix) {
    StringBuilder sid = new StringBuilder(prefix);
    for (int i = 0; i < CHARS; i++) {
      sid.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return sid.toString();
  }
}
