package io.ringcast.client.media;

import java.util.List;

/**
 * What a scripted publisher sends.
 *
 * @param rids video layers, smallest first; empty for one plain stream
 * @param packetsPerFrame of the largest layer; each smaller one has half as many
 * @param payloadBytes of every video packet
 * @param spacingNs between the packets of a frame; 0 sends a frame at once
 * @param keyframeInterval frames from one keyframe to the next; 0 for keyframes on request only
 */
public record PublisherSettings(boolean audio, boolean video, List<String> rids, int framesPerSecond, int packetsPerFrame,
  int payloadBytes, long spacingNs, int keyframeInterval) {

  /** One VP8 stream of 30 frames a second, 4 packets each, and Opus. */
  public static final PublisherSettings DEFAULT = new PublisherSettings(true, true, List.of(), 30, 4, 1_000, 0, 0);

  public PublisherSettings audioOnly() {
    return new PublisherSettings(true, false, rids, framesPerSecond, packetsPerFrame, payloadBytes, spacingNs, keyframeInterval);
  }

  public PublisherSettings videoOnly() {
    return new PublisherSettings(false, true, rids, framesPerSecond, packetsPerFrame, payloadBytes, spacingNs, keyframeInterval);
  }

  public PublisherSettings simulcast(String... names) {
    return new PublisherSettings(audio, video, List.of(names), framesPerSecond, packetsPerFrame, payloadBytes, spacingNs, keyframeInterval);
  }

  public PublisherSettings frames(int packets, int bytes, long spacing) {
    return new PublisherSettings(audio, video, rids, framesPerSecond, packets, bytes, spacing, keyframeInterval);
  }
}
