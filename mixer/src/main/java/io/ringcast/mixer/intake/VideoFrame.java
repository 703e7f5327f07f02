package io.ringcast.mixer.intake;

/**
 * One whole picture as its decoder wants it.
 *
 * @param timestamp of RTP, extended to 64 bits
 * @param arrivalNs of its last packet
 * @param turns so many quarters of a turn to the right, and it stands upright
 */
@SuppressWarnings("ArrayRecordComponent")
public record VideoFrame(byte[] data, long timestamp, boolean keyframe, long arrivalNs, int turns) {}
