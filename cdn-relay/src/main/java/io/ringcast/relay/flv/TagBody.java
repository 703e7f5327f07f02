package io.ringcast.relay.flv;

/**
 * What tags of H.264 and AAC begin with: FLV specification 10.1, annexes E.4.2.1 and E.4.3.1.
 *
 * <pre>
 * video | frame type (4) | codec (4) | packet type (8) | composition time in ms (24, signed) | AVC record or NAL units
 * audio | codec (4) | rate (2) | size (1) | stereo (1) | packet type (8) | AudioSpecificConfig or raw frame
 * </pre>
 */
final class TagBody {
  static final int VIDEO_HEAD = 5;
  static final int AUDIO_HEAD = 2;
  static final int AVC = 7;
  static final int AAC = 10;
  static final int KEYFRAME = 1;
  static final int INTER_FRAME = 2;
  static final int CONFIGURATION = 0;
  static final int FRAME = 1;
  /** Of AAC whatever its rate: 44 kHz, 16 bits, stereo. */
  static final int AAC_FIRST_BYTE = AAC << 4 | 0x0F;
  /** An enhanced video tag, whose codec is four letters. */
  static final int ENHANCED = 0x80;

  private TagBody() {}
}
