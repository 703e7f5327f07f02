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
 * @param videoCodec {@code VP8}, {@code VP9} or {@code H265}
 * @param redundantAudio whether redundant audio (RFC 2198) is offered before plain Opus, and sent if it is taken
 */
public record PublisherSettings(boolean audio, boolean video, List<String> rids, int framesPerSecond, int packetsPerFrame,
  int payloadBytes, long spacingNs, int keyframeInterval, String videoCodec, boolean redundantAudio) {

  /** One VP8 stream of 30 frames a second, 4 packets each, and Opus. */
  public static final PublisherSettings DEFAULT = new PublisherSettings(true, true, List.of(), 30, 4, 1_000, 0, 0);

  /** VP8 and plain Opus. */
  public PublisherSettings(boolean audio, boolean video, List<String> rids, int framesPerSecond, int packetsPerFrame,
    int payloadBytes, long spacingNs, int keyframeInterval) {
    this(audio, video, rids, framesPerSecond, packetsPerFrame, payloadBytes, spacingNs, keyframeInterval, "VP8", false);
  }

  public PublisherSettings audioOnly() {
    return kinds(true, false);
  }

  public PublisherSettings videoOnly() {
    return kinds(false, true);
  }

  public PublisherSettings simulcast(String... names) {
    return new PublisherSettings(audio, video, List.of(names), framesPerSecond, packetsPerFrame, payloadBytes, spacingNs, keyframeInterval,
      videoCodec, redundantAudio);
  }

  public PublisherSettings frames(int packets, int bytes, long spacing) {
    return new PublisherSettings(audio, video, rids, framesPerSecond, packets, bytes, spacing, keyframeInterval, videoCodec,
      redundantAudio);
  }

  public PublisherSettings codec(String name) {
    return new PublisherSettings(audio, video, rids, framesPerSecond, packetsPerFrame, payloadBytes, spacingNs, keyframeInterval, name,
      redundantAudio);
  }

  public PublisherSettings redundant() {
    return new PublisherSettings(audio, video, rids, framesPerSecond, packetsPerFrame, payloadBytes, spacingNs, keyframeInterval,
      videoCodec, true);
  }

  private PublisherSettings kinds(boolean withAudio, boolean withVideo) {
    return new PublisherSettings(withAudio, withVideo, rids, framesPerSecond, packetsPerFrame, payloadBytes, spacingNs, keyframeInterval,
      videoCodec, redundantAudio);
  }
}
