package io.ringcast.mixer.intake;

/**
 * One whole picture as its decoder wants it.
 *
 * @param timestamp of RTP, extended to 64 bits
 * @param arrivalNs of its last packet
 */
@SuppressWarnings("ArrayRecordComponent")
public record VideoFrame(byte[] data, long timestamp, boolean keyframe, long arrivalNs) {}
