package io.ringcast.mixer.job;

import io.ringcast.mixer.intake.IntakeLoss;

/** What is counted of mixes. The first ones are {@link IntakeLoss}'s, by the same names. */
public enum MixCount {
  PACKET_LOST,
  PACKET_LATE,
  QUEUE_FULL,
  MALFORMED,
  FRAME_INCOMPLETE,
  FRAME_UNDECODABLE,
  FRAME_TOO_LARGE,
  /** A packet that the media plane brought while too many waited. */
  TAP_FULL,
  /** A picture that its decoder refused. */
  PICTURE_CORRUPT,
  /** Pictures of a stream waited for their decoder too long: those up to the next keyframe were given up. */
  PICTURES_LATE,
  /** An input whose sound ran so far off that it was cut rather than played faster or slower. */
  SOUND_JUMPED,
  /** A picture of the mix that was left out, since its time had passed. */
  FRAME_SKIPPED,
  /** A picture that a document asks for and that could not be had. */
  PICTURE_MISSING,
  /** A stream that made the mix fail, and is left out. */
  STREAM_LEFT_OUT,
  /** A picture of the mix. */
  FRAME_MADE,
  /** A small one. */
  TINY_MADE;

  /** Whether it tells of something that should not be. */
  public boolean isLoss() {
    return this != FRAME_MADE && this != TINY_MADE;
  }

  static MixCount of(IntakeLoss loss) {
    return valueOf(loss.name());
  }
}
