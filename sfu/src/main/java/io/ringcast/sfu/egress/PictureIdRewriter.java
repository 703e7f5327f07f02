package io.ringcast.sfu.egress;

import io.ringcast.sfu.wire.payload.PayloadInfo;

/**
 * Keeps VP8 picture ids and TL0PICIDX (RFC 7741 section 4.2) continuous across switches: each epoch moves the publisher's numbers by a
 * fixed distance, chosen so that its first picture follows the last one forwarded.
 */
final class PictureIdRewriter {
  private static final int LONG_BITS = 15;
  private static final int TL0_MASK = 0xFF;

  private int nextPictureId;
  private int nextTl0;
  private int pictureIdDelta;
  private int tl0Delta;

  PictureIdRewriter(int firstPictureId) {
    nextPictureId = firstPictureId;
  }

  int pictureIdDelta() {
    return pictureIdDelta;
  }

  int tl0Delta() {
    return tl0Delta;
  }

  void startEpoch(PayloadInfo first) {
    pictureIdDelta = first.pictureId == PayloadInfo.ABSENT ? 0 : nextPictureId - first.pictureId;
    tl0Delta = first.tl0PicIdx == PayloadInfo.ABSENT ? 0 : nextTl0 - first.tl0PicIdx;
  }

  /** Notes what the subscriber has seen, so that the next epoch goes on from there. */
  void forwarded(PayloadInfo info) {
    if (info.pictureId != PayloadInfo.ABSENT) {
      int bits = info.pictureIdBits;
      int following = info.pictureId + pictureIdDelta + 1;
      if (isAhead(following, nextPictureId, bits)) {
        nextPictureId = following & (1 << LONG_BITS) - 1;
      }
    }
    if (info.tl0PicIdx != PayloadInfo.ABSENT) {
      int following = info.tl0PicIdx + tl0Delta + 1;
      if (isAhead(following, nextTl0, Byte.SIZE)) {
        nextTl0 = following & TL0_MASK;
      }
    }
  }

  /** Whether a number of so many bits is ahead of another on their circle. */
  private static boolean isAhead(int number, int of, int bits) {
    int unused = Integer.SIZE - bits;
    return (number - of) << unused > 0;
  }
}
