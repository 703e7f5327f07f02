package io.ringcast.sfu.api;

/** A codec the media plane forwards, with its SDP encoding name (RFC 8866 rtpmap) and RTP clock. */
public enum Codec {
  OPUS("opus", MediaKind.AUDIO, 48_000),
  VP8("VP8", MediaKind.VIDEO, 90_000),
  H264("H264", MediaKind.VIDEO, 90_000),
  H265("H265", MediaKind.VIDEO, 90_000),
  VP9("VP9", MediaKind.VIDEO, 90_000),
  AV1("AV1", MediaKind.VIDEO, 90_000);

  private final String encodingName;
  private final MediaKind kind;
  private final int clockRateHz;

  Codec(String encodingName, MediaKind kind, int clockRateHz) {
    this.encodingName = encodingName;
    this.kind = kind;
    this.clockRateHz = clockRateHz;
  }

  public String encodingName() {
    return encodingName;
  }

  public MediaKind kind() {
    return kind;
  }

  public int clockRateHz() {
    return clockRateHz;
  }
}
