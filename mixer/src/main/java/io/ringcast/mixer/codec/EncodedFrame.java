package io.ringcast.mixer.codec;

/**
 * One frame as it is sent.
 *
 * @param data H.264 with start codes and parameter sets before each keyframe, VP8, Opus or raw AAC
 * @param pts in units of the encoder's clock: frames of video, samples of sound
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedFrame(byte[] data, long pts, boolean keyframe) {}
