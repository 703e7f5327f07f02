package io.ringcast.sfu.api;

/**
 * One codec as one media section negotiated it.
 *
 * @param rtxPayloadType the RFC 4588 payload type, {@link #NO_RTX} when there is none
 * @param formatParameters the fmtp line's text, empty when there is none
 * @param nack whether generic NACK was negotiated
 * @param pictureLossIndication whether NACK PLI was negotiated
 * @param transportCc whether transport-wide feedback was negotiated
 * @param redPayloadType the payload type of redundant audio (RFC 2198) made of this codec, {@link #NO_RED} when there is none
 */
public record CodecParameters(
    Codec codec,
    int payloadType,
    int rtxPayloadType,
    String formatParameters,
    boolean nack,
    boolean pictureLossIndication,
    boolean transportCc,
    int redPayloadType) {
  public static final int NO_RTX = -1;
  public static final int NO_RED = -1;

  /** A codec without redundancy. */
  public CodecParameters(Codec codec, int payloadType, int rtxPayloadType, String formatParameters, boolean nack,
    boolean pictureLossIndication, boolean transportCc) {
    this(codec, payloadType, rtxPayloadType, formatParameters, nack, pictureLossIndication, transportCc, NO_RED);
  }
}
