package io.ringcast.sfu.wire;

import java.util.Arrays;
import java.util.Random;

/**
 * Feeds a parser random bytes, mutations of good messages and all their truncations; each case stands at the very end of an array of
 * exactly the needed size, behind a random offset, so that reading behind the end throws.
 */
public final class HostileBytes {
  private static final int RANDOM_CASES = 20_000;
  private static final int MUTATIONS = 20_000;
  private static final int MAX_LENGTH = 120;

  /** The parser under test with everything its result offers. */
  @FunctionalInterface
  public interface Parser {
    void parse(byte[] bytes, int offset, int length);
  }

  private HostileBytes() {}

  public static void feed(long seed, Parser parser, byte[]... goodMessages) {
    Random random = new Random(seed);
    for (int i = 0; i < RANDOM_CASES; i++) {
      byte[] message = new byte[random.nextInt(MAX_LENGTH)];
      random.nextBytes(message);
      check(seed, parser, message, random.nextInt(8));
    }
    for (byte[] good : goodMessages) {
      for (int length = 0; length <= good.length; length++) {
        check(seed, parser, Arrays.copyOf(good, length), random.nextInt(8));
      }
      for (int i = 0; i < MUTATIONS / goodMessages.length; i++) {
        check(seed, parser, mutated(good, random), random.nextInt(8));
      }
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] message = good.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && message.length > 0; changes--) {
      message[random.nextInt(message.length)] = (byte) random.nextInt();
    }
    return message;
  }

  private static void check(long seed, Parser parser, byte[] message, int offset) {
    byte[] framed = new byte[offset + message.length];
    System.arraycopy(message, 0, framed, offset, message.length);
    try {
      parser.parse(framed, offset, message.length);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + ", bytes " + Hex.string(message, 0, message.length), e);
    }
  }
}
