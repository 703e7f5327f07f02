package io.ringcast.sfu.loop;

/** How much video the way to a peer takes now. Audio and control go as long as anything does. */
public enum PathRoom {
  ANY,
  /** Frames that have begun, so that none is cut; no new ones. */
  BEGUN_FRAMES,
  NO_VIDEO,
  /** No video, since the peer has said nothing for so long that it may be gone. */
  UNANSWERED;

  /** Whether a frame that has begun is finished. */
  public boolean finishesFrames() {
    return this == ANY || this == BEGUN_FRAMES;
  }
}
