package io.ringcast.relay.media;

/**
 * One encoded frame of a live stream. It names the configuration it was encoded with, so whoever begins anywhere knows what a decoder
 * needs, and one that differs from the last frame's is a new one. Its bytes are shared by everybody who sends it and never change.
 */
public sealed interface Frame permits VideoFrame, AudioFrame {
  /** When it is decoded, in µs since the stream began. */
  long timeUs();

  /** What the container carries: length-prefixed NAL units of H.264, one raw frame of AAC. */
  byte[] data();

  /** Whether a decoder that has its configuration can begin at this frame. */
  boolean startsDecoding();
}
