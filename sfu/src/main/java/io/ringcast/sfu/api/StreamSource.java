package io.ringcast.sfu.api;

/**
 * One RTP stream a publication announces: by rid (simulcast, RFC 8853), by SSRC, or by neither (told by MID alone).
 *
 * @param rid the restriction id, empty when there is none
 * @param ssrc the announced SSRC, {@link #UNKNOWN} when none was announced
 * @param rtxSsrc the announced SSRC of its retransmissions, {@link #UNKNOWN} when none was announced
 */
public record StreamSource(String rid, long ssrc, long rtxSsrc) {
  public static final long UNKNOWN = -1;
}
