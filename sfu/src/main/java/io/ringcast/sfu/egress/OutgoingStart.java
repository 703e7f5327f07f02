package io.ringcast.sfu.egress;

/**
 * Where a subscription's numbers begin: drawn by the caller from its generator, since RFC 3550 section 5.1 wants them unpredictable.
 *
 * @param sequence the first sequence number; only its low 15 bits are used, so that no roll-over happens before the peer is in step
 *     (RFC 3711 section 3.3.1)
 * @param timestampOffset added to the first layer's timestamps
 * @param rtxSequence the first sequence number of retransmissions, its low 15 bits
 * @param pictureId the first VP8 picture id, its low 15 bits
 */
public record OutgoingStart(int sequence, int timestampOffset, int rtxSequence, int pictureId) {
  private static final int MASK = 0x7FFF;

  public OutgoingStart {
    sequence &= MASK;
    rtxSequence &= MASK;
    pictureId &= MASK;
  }
}
