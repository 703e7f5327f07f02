package io.ringcast.client.relay;

/**
 * What one direction of a path does to datagrams.
 *
 * @param loss share lost, 0 to 1
 * @param delayNs how long each datagram takes
 * @param jitterNs a random part on top, which reorders
 * @param duplication share that arrives twice, 0 to 1
 */
public record Impairment(double loss, long delayNs, long jitterNs, double duplication) {
  public static final Impairment NONE = new Impairment(0, 0, 0, 0);

  public static Impairment loss(double share) {
    return new Impairment(share, 0, 0, 0);
  }
}
