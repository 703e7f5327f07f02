package io.ringcast.server.lan;

import io.ringcast.identity.KeyPair;
import java.security.SecureRandom;

/** Keys, secrets and codes that nobody can guess and anybody can type. */
public final class RandomWords {

  /** Without the letters and digits that are mistaken for one another. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int KEY_CHARS = 10;
  private static final int CODE_CHARS = 12;
  private static final int SECRET_CHARS = 40;

  private RandomWords() { }

  public static KeyPair keyPair(SecureRandom random) {
    return new KeyPair("lan-" + word(KEY_CHARS, random), word(SECRET_CHARS, random));
  }

  public static String code(SecureRandom random) {
    return word(CODE_CHARS, random);
  }

  private static String word(int chars, SecureRandom random) {
    StringBuilder word = new StringBuilder(chars);
    for (int i = 0; i < chars; i++) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }
}
