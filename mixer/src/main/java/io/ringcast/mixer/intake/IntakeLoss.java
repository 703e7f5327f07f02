package io.ringcast.mixer.intake;

/** Why something that came, or should have, is not in the mix. */
public enum IntakeLoss {
  /** A packet that did not come in time. */
  PACKET_LOST,
  /** A packet that came after its time, or twice. */
  PACKET_LATE,
  /** More packets waited than is allowed: the oldest went. */
  QUEUE_FULL,
  /** A payload that is none of its codec. */
  MALFORMED,
  /** A picture of which a part is missing. */
  FRAME_INCOMPLETE,
  /** A picture that needs one that is missing. */
  FRAME_UNDECODABLE,
  /** A picture larger than is put together. */
  FRAME_TOO_LARGE
}
