package io.ringcast.signaling.room;

/**
 * How many sessions may exist that have not connected yet; each holds its place until it connects, or for 30 s.
 *
 * @param total of all apps
 * @param perApp of one app
 * @param perAddress asked for by one IP address: many people may share one behind a NAT or a proxy, and connect in a second
 */
public record PendingLimits(int total, int perApp, int perAddress) {
  public static final PendingLimits DEFAULT = new PendingLimits(2_000, 1_000, 200);

  public PendingLimits {
    if (total < 1 || perApp < 1 || perAddress < 1) {
      throw new IllegalArgumentException("limits of pending sessions must be at least 1");
    }
  }
}
