package io.ringcast.relay.hls;

/** One frame in a fragment; times in its track's ticks. */
@SuppressWarnings("ArrayRecordComponent")
record Sample(long time, int duration, int composition, boolean independent, byte[] data) {}
