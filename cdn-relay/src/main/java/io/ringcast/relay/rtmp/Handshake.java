package io.ringcast.relay.rtmp;

import io.ringcast.sfu.wire.BigEndian;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The simple handshake of section 5.2, for either side. What the peer echoes is not compared: some servers answer with bytes of their own.
 *
 * <pre>
 * client   C0 C1 →          → C2          C0, S0: version 3        C1, S1: time (32), 0 (32), 1,528 random bytes
 * server        ← S0 S1 S2                C2, S2: echo of S1, C1
 * </pre>
 */
final class Handshake {
  static final int PART_BYTES = 1_536;
  private static final int VERSION = 3;
  private static final int RANDOM_OFFSET = 8;

  private final boolean server;
  private final byte[] held;
  private final byte[] own;
  private int heldLength;
  private int wanted = 1 + PART_BYTES;
  private boolean answered;
  private boolean done;
  private @Nullable RtmpEnd fault;

  private Handshake(boolean server, RandomGenerator random) {
    this.server = server;
    held = new byte[1 + 2 * PART_BYTES];
    own = new byte[1 + PART_BYTES];
    random.nextBytes(own);
    own[0] = VERSION;
    Arrays.fill(own, 1, 1 + RANDOM_OFFSET, (byte) 0);
  }

  static Handshake asServer(RandomGenerator random) {
    return new Handshake(true, random);
  }

  /** Begins as a client: C0 and C1 go out. */
  static Handshake asClient(RandomGenerator random, Outbox out) {
    Handshake handshake = new Handshake(false, random);
    out.send(handshake.own);
    return handshake;
  }

  /** Takes what belongs to the handshake. @return how many bytes that was */
  int take(byte[] bytes, int offset, int length, Outbox out) {
    int taken = 0;
    while (!done && fault == null && taken < length) {
      int count = Math.min(wanted - heldLength, length - taken);
      System.arraycopy(bytes, offset + taken, held, heldLength, count);
      heldLength += count;
      taken += count;
      if (held[0] != VERSION) {
        fault = RtmpEnd.WRONG_VERSION;
      } else if (heldLength == wanted) {
        advance(out);
      }
    }
    return taken;
  }

  private void advance(Outbox out) {
    if (answered) {
      done = true;
      return;
    }
    answered = true;
    byte[] echo = Arrays.copyOfRange(held, 1, 1 + PART_BYTES);
    if (server) {
      BigEndian.put32(echo, 4, 0);
      out.send(own);
    }
    out.send(echo);
    wanted += PART_BYTES;
  }

  boolean done() {
    return done;
  }

  /** Why it failed; null while it did not. */
  @Nullable RtmpEnd fault() {
    return fault;
  }
}
