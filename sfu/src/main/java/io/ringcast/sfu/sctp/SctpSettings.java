package io.ringcast.sfu.sctp;

/**
 * What one association keeps to.
 *
 * @param receiveWindowBytes what waits for missing pieces before it can be handed on; announced, and enforced
 * @param sendBufferBytes what waits to be sent or acknowledged, with what its keeping costs
 * @param maxMessageBytes the longest message, in both directions
 * @param maxStreams streams in each direction
 * @param maxChannels data channels that are open at one time
 */
public record SctpSettings(int receiveWindowBytes, int sendBufferBytes, int maxMessageBytes, int maxStreams, int maxChannels) {
  /**
   * A window of 1 MiB fills 400 Mbit/s at 20 ms. Chromium announces messages of 256 KiB, LiveKit's SDKs send 64 KiB at most. Chromium opens
   * at most 1,024 streams; SDKs open three channels.
   */
  public static final SctpSettings USUAL = new SctpSettings(1 << 20, 1 << 20, 1 << 18, 1_024, 64);
}
