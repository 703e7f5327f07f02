package io.ringcast.sfu.egress;

import io.ringcast.sfu.wire.payload.PayloadInfo;

/**
 * Keeps picture ids and TL0PICIDX of VP8 (RFC 7741 section 4.2) and VP9 (RFC 9628 section 4.2), and the frame numbers of dependency
 * descriptors, continuous across switches: each epoch moves the publisher's numbers by a distance chosen so that its first picture follows
 * the last one forwarded.
 *
 * <p>VP8's ids also close up over pictures that are left out: receivers take a hole below a frame of an upper temporal layer for a
 * picture still to come, and wait for it. VP9's keep their holes: receivers find a picture's place in the group of pictures by its id.
 */
final class PictureIdRewriter {
  private static final int LONG_BITS = 15;
  private static final int TL0_MASK = 0xFF;
  private static final int FRAME_NUMBER_MASK = 0xFFFF;

  private final boolean closesUp;
  private int nextPictureId;
  private int nextTl0;
  private int pictureIdDelta;
  private int tl0Delta;
  private int nextFrameNumber;
  private int frameNumberDelta;
  private int leftOut = PayloadInfo.ABSENT;

  PictureIdRewriter(boolean closesUp, int firstPictureId) {
    this.closesUp = closesUp;
    nextPictureId = firstPictureId;
  }

  int pictureIdDelta() {
    return pictureIdDelta;
  }

  int tl0Delta() {
    return tl0Delta;
  }

  int frameNumberDelta() {
    return frameNumberDelta;
  }

  void startEpoch(PayloadInfo first) {
    pictureIdDelta = first.pictureId == PayloadInfo.ABSENT ? 0 : nextPictureId - first.pictureId;
    tl0Delta = first.tl0PicIdx == PayloadInfo.ABSENT ? 0 : nextTl0 - first.tl0PicIdx;
    frameNumberDelta = first.frameNumber == PayloadInfo.ABSENT ? 0 : nextFrameNumber - first.frameNumber;
    leftOut = PayloadInfo.ABSENT;
  }

  /** A packet of the newest picture, or of one yet newer, is left out. */
  void leaveOut(PayloadInfo info) {
    if (closesUp && info.pictureId != leftOut) {
      leftOut = info.pictureId;
      pictureIdDelta--;
    }
  }

  /** Notes what the subscriber has seen, with the picture id moved by so much, so that the next epoch goes on from there. */
  void forwarded(PayloadInfo info, int moved) {
    if (info.pictureId != PayloadInfo.ABSENT) {
      int bits = info.pictureIdBits;
      int following = info.pictureId + moved + 1;
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
    if (info.frameNumber != PayloadInfo.ABSENT) {
      int following = info.frameNumber + frameNumberDelta + 1;
      if (isAhead(following, nextFrameNumber, Short.SIZE)) {
        nextFrameNumber = following & FRAME_NUMBER_MASK;
      }
    }
  }

  /** Whether a number of so many bits is ahead of another on their circle. */
  private static boolean isAhead(int number, int of, int bits) {
    int unused = Integer.SIZE - bits;
    return (number - of) << unused > 0;
  }
}
