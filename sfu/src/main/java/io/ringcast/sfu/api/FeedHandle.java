package io.ringcast.sfu.api;

/** Where a feed puts its packets. */
public interface FeedHandle {
  /**
   * Publishes one RTP packet; its SSRC and payload type are ignored, sequence numbers and timestamps are kept. The bytes are copied.
   *
   * @return false when the loop is behind and the packet was dropped
   */
  boolean offer(Layer layer, byte[] bytes, int offset, int length);

  /**
   * Says which time of the feed's clock a timestamp of a layer stands for, as a sender report would (RFC 3550 section 6.4.1): feeds of one
   * stream that share a clock are played in step. Behind packets that were offered before; any thread.
   *
   * @param ntp in NTP's 32.32 fixed point
   */
  void report(Layer layer, long ntp, int rtpTimestamp);

  void close();
}
