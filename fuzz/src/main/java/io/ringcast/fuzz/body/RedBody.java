package io.ringcast.fuzz.body;

import io.ringcast.sfu.wire.payload.RedPayload;
import java.util.List;

/** Redundant audio: where the primary block begins, and other payload types in the headers. */
public final class RedBody implements FuzzBody {
  private static final int OPUS = 111;
  private static final int OTHER = 96;

  @Override
  public void take(byte[] input) {
    int primary = RedPayload.primaryOffset(input, 0, input.length, OPUS);
    Invariant.holds(primary == RedPayload.MALFORMED || (primary > 0 && primary < input.length), "the primary block lies inside");
    if (primary > 0) {
      byte[] copy = input.clone();
      RedPayload.renumber(copy, 0, OTHER);
      Invariant.holds(RedPayload.primaryOffset(copy, 0, copy.length, OTHER) == primary, "numbers change, places do not");
    }
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
      new byte[] {OPUS, 1, 2, 3},
      new byte[] {(byte) (0x80 | OPUS), 0x0F, 0, 2, OPUS, 9, 9, 1, 2},
      new byte[] {(byte) (0x80 | OPUS), 0x1E, 0, 1, (byte) (0x80 | OPUS), 0x0F, 0, 1, OPUS, 9, 8, 1, 2});
  }
}
