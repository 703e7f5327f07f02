package io.ringcast.relay.push;

/**
 * How long and how often a push tries again.
 *
 * @param firstNs the wait after the first loss; doubled each time
 * @param longestNs no wait is longer, so a server that came back is found that soon
 * @param refusals so many refusals one after the other are meant
 * @param giveUpNs without a running push for so long it is given up
 * @param steadyNs one that ran for so long begins with the first wait again
 */
public record PushRetry(long firstNs, long longestNs, int refusals, long giveUpNs, long steadyNs) {
  private static final long S = 1_000_000_000L;
  /** A server that was restarted is pushed to again within 5 s; a wrong key is told in a quarter of a minute, a dead server in ten. */
  public static final PushRetry DEFAULT = new PushRetry(S / 2, 4 * S, 6, 600 * S, 10 * S);

  /** The wait before an attempt, shortened by up to a quarter: {@code spread} is from 0 to 1 and keeps many pushes apart. */
  long waitNs(int attempt, double spread) {
    long wait = firstNs;
    for (int i = 2; i < attempt && wait < longestNs; i++) {
      wait *= 2;
    }
    wait = Math.min(wait, longestNs);
    return wait - (long) (wait * spread / 4);
  }
}
