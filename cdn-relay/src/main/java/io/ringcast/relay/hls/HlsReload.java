package io.ringcast.relay.hls;

/** What a playlist must hold before it is sent: a segment, or one of its parts; {@link #NONE} where it is not said (section 6.2.5.2). */
public record HlsReload(long segment, int part) {
  public static final int NONE = -1;
  public static final HlsReload NOW = new HlsReload(NONE, NONE);
}
