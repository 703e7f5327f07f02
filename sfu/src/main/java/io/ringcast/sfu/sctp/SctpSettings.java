package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.PeerData;

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
  /** Messages that open channels are taken without asking for room: what is left to them beside what is asked for. */
  private static final int CONTROL_BYTES = 1 << 16;

  /**
   * A window of 1 MiB fills 400 Mbit/s at 20 ms. Chromium announces messages of 256 KiB, LiveKit's SDKs send 64 KiB at most. Chromium opens
   * at most 1,024 streams; SDKs open three channels.
   */
  public static final SctpSettings USUAL =
      new SctpSettings(1 << 20, PeerData.BUFFER_BYTES + CONTROL_BYTES, PeerData.MESSAGE_BYTES_MAX, 1_024, 64);
}
