package io.ringcast.bench.relay;

/** How players get the stream. */
enum Way {
  RTMP,
  /** Over HTTP. */
  FLV
}
