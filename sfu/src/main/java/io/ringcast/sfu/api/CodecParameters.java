package io.ringcast.sfu.api;

/**
 * One codec as one media section negotiated it.
 *
 * @param rtxPayloadType the RFC 4588 payload type, {@link #NO_RTX} when there is none
 * @param formatParameters the fmtp line's text, empty when there is none
 * @param nack whether generic NACK was negotiated
 * @param pictureLossIndication whether NACK PLI was negotiated
 * @param transportCc whether transport-wide feedback was negotiated
 */
public record CodecParameters(
    Codec codec,
    int payloadType,
    int rtxPayloadType,
    String formatParameters,
    boolean nack,
    boolean pictureLossIndication,
    boolean transportCc) {
  public static final int NO_RTX = -1;
}
