package io.ringcast.client.stage;

import java.util.List;

/**
 * Frames that were encoded before, each in the payloads of its packets.
 *
 * @param ticks from frame to frame, by a clock of {@code clockRate}
 * @param keyframeEvery frames from keyframe to keyframe; the first is one
 */
public record Clip(List<List<byte[]>> frames, int ticks, int clockRate, int keyframeEvery) {
  private static final long NS_PER_S = 1_000_000_000L;

  public Clip {
    frames = List.copyOf(frames);
    if (frames.isEmpty() || keyframeEvery < 1) {
      throw new IllegalArgumentException("a clip has frames, and the first is a keyframe");
    }
  }

  /** When a frame is captured, from the first one's time. */
  long captureNs(long number) {
    return number * ticks * NS_PER_S / clockRate;
  }
}
