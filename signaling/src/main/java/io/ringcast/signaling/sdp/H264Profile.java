package io.ringcast.signaling.sdp;

import org.jspecify.annotations.Nullable;

/** The profile that an H.264 profile-level-id names (RFC 6184 section 8.1, table 5). */
enum H264Profile {
  CONSTRAINED_BASELINE,
  BASELINE,
  EXTENDED,
  MAIN,
  CONSTRAINED_HIGH,
  HIGH,
  OTHER;

  private static final int IDC_BASELINE = 0x42;
  private static final int IDC_MAIN = 0x4D;
  private static final int IDC_EXTENDED = 0x58;
  private static final int IDC_HIGH = 0x64;
  private static final int CONSTRAINT_SET_0 = 0x80;
  private static final int CONSTRAINT_SET_1 = 0x40;
  private static final int CONSTRAINT_SETS_4_5 = 0x0C;
  private static final int ID_DIGITS = 6;
  private static final int HEX = 16;

  /** The profile of an fmtp line; one without profile-level-id is Baseline (RFC 6184 section 8.1), an unreadable one OTHER. */
  static H264Profile of(FormatParameters parameters) {
    return ofId(parameters.value("profile-level-id"));
  }

  private static H264Profile ofId(@Nullable String profileLevelId) {
    if (profileLevelId == null) {
      return BASELINE;
    }
    int id;
    try {
      id = profileLevelId.length() == ID_DIGITS ? Integer.parseUnsignedInt(profileLevelId, HEX) : 0;
    } catch (NumberFormatException e) {
      return OTHER;
    }
    int constraints = id >> 8 & 0xFF;
    boolean set0 = (constraints & CONSTRAINT_SET_0) != 0;
    boolean set1 = (constraints & CONSTRAINT_SET_1) != 0;
    return switch (id >> 16) {
      case IDC_BASELINE -> set1 ? CONSTRAINED_BASELINE : BASELINE;
      case IDC_MAIN -> set0 ? CONSTRAINED_BASELINE : MAIN;
      case IDC_EXTENDED -> set0 && set1 ? CONSTRAINED_BASELINE : set0 ? BASELINE : EXTENDED;
      case IDC_HIGH -> (constraints & CONSTRAINT_SETS_4_5) == CONSTRAINT_SETS_4_5 ? CONSTRAINED_HIGH : HIGH;
      default -> OTHER;
    };
  }

  /**
   * Whether a decoder of this profile shows a stream of another. Constrained decoders are trusted with plain Baseline: what it has
   * beyond Constrained Baseline (slice groups, arbitrary slice order, redundant slices) no WebRTC encoder produces.
   */
  boolean decodes(H264Profile stream) {
    if (this == stream) {
      return true;
    }
    return switch (this) {
      case CONSTRAINED_BASELINE -> stream == BASELINE;
      case BASELINE, EXTENDED, MAIN -> stream == CONSTRAINED_BASELINE || stream == BASELINE;
      case CONSTRAINED_HIGH -> stream == CONSTRAINED_BASELINE || stream == BASELINE || stream == MAIN;
      case HIGH -> stream != OTHER && stream != EXTENDED;
      case OTHER -> false;
    };
  }
}
