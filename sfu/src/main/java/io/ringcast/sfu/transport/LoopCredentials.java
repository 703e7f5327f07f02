package io.ringcast.sfu.transport;

import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.wire.stun.StunMessage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Our side's ICE credentials, whose user fragment names the loop that its transport lives on: a TCP connection says by its first check
 * which loop it belongs to, and no thread has to ask another.
 *
 * <pre>
 * | loop (2 letters) | random (6 letters) |
 * </pre>
 */
public final class LoopCredentials {
  private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int BITS_PER_CHAR = 6;
  private static final int LOOP_CHARS = 2;
  /** 36 bits of 64-letter alphabet, more than RFC 8445 section 5.3's 24. */
  private static final int RANDOM_CHARS = 6;
  /** 192 bits, more than RFC 8445 section 5.3's 128. */
  private static final int PASSWORD_CHARS = 32;

  /** What {@link #loopOf} says of a fragment that is none of ours. */
  public static final int NO_LOOP = -1;

  private LoopCredentials() {}

  /** Fresh credentials for a transport of this loop. */
  public static IceCredentials make(int loop, RandomGenerator random) {
    String name = "" + ICE_CHARS.charAt(loop >> BITS_PER_CHAR) + ICE_CHARS.charAt(loop & (1 << BITS_PER_CHAR) - 1);
    return new IceCredentials(name + chars(random, RANDOM_CHARS), chars(random, PASSWORD_CHARS));
  }

  /** The loop that a check's USERNAME leads to, which proves nothing yet. */
  public static int loopOf(StunMessage request) {
    String ufrag = IceLite.localUfrag(request);
    return loopOf(ufrag);
  }

  static int loopOf(@Nullable String ufrag) {
    if (ufrag == null || ufrag.length() != LOOP_CHARS + RANDOM_CHARS) {
      return NO_LOOP;
    }
    int high = ICE_CHARS.indexOf(ufrag.charAt(0));
    int low = ICE_CHARS.indexOf(ufrag.charAt(1));
    return high < 0 || low < 0 ? NO_LOOP : high << BITS_PER_CHAR | low;
  }

  private static String chars(RandomGenerator random, int count) {
    StringBuilder chars = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      chars.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
    }
    return chars.toString();
  }
}
