package io.ringcast.sfu.api;

/**
 * What a data channel is: RFC 8831, RFC 8832. At most one of the two limits is set.
 *
 * @param maxRetransmits how often a message is repeated before it is given up, or {@link #UNLIMITED}
 * @param maxLifetimeMs how long a message is sent and repeated before it is given up, or {@link #UNLIMITED}
 * @param priority as the opening message tells it; kept, and without effect here
 */
public record DataChannelSpec(String label, String protocol, boolean ordered, int maxRetransmits, int maxLifetimeMs, int priority) {
  public static final int UNLIMITED = -1;

  /** Between "below normal" (128) and "high" (512). */
  public static final int NORMAL_PRIORITY = 256;

  /** @throws IllegalArgumentException when both limits are set */
  public DataChannelSpec {
    if (maxRetransmits != UNLIMITED && maxLifetimeMs != UNLIMITED) {
      throw new IllegalArgumentException("a data channel is limited by retransmits or by lifetime, not by both");
    }
  }

  public static DataChannelSpec reliable(String label) {
    return new DataChannelSpec(label, "", true, UNLIMITED, UNLIMITED, NORMAL_PRIORITY);
  }

  /** Each message is sent once, and arrives in any order or not at all. */
  public static DataChannelSpec lossy(String label) {
    return new DataChannelSpec(label, "", false, 0, UNLIMITED, NORMAL_PRIORITY);
  }
}
