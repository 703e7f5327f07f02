package io.ringcast.sfu.api;

/** Where a feed puts its packets. */
public interface FeedHandle {
  /**
   * Publishes one RTP packet; its SSRC and payload type are ignored, sequence numbers and timestamps are kept. The bytes are copied.
   *
   * @return false when the loop is behind and the packet was dropped
   */
  boolean offer(Layer layer, byte[] bytes, int offset, int length);

  void close();
}
