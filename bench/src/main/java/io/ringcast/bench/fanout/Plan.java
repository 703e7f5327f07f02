package io.ringcast.bench.fanout;

import io.ringcast.sfu.transport.SrtpProfile;

/**
 * How a load is measured.
 *
 * @param decryptOneOf which share of packets subscribers decrypt; 1 for all
 * @param pinned whether server and load generator get a core each
 * @param memory whether what subscribers cost in memory is measured too, which takes collections before and after
 * @param allocation whether what the server's loops allocate is measured too
 */
public record Plan(Load load, int warmUpSeconds, int seconds, SrtpProfile profile, int decryptOneOf, boolean pinned, boolean memory,
  boolean allocation) {
  /** The same with the other cipher. */
  public Plan with(SrtpProfile other) {
    return new Plan(load, warmUpSeconds, seconds, other, decryptOneOf, pinned, memory, allocation);
  }
}
