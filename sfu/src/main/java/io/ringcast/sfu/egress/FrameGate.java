package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.PathRoom;

/**
 * Leaves out whole frames of a video where the path is slower than the stream, or leads nowhere.
 *
 * <p>While the path has no room no frame begins; one that has begun is finished, so that none is cut unless the path is full to the brim.
 * After a frame that was left out the next ones cannot be decoded, so the gate stays shut until a keyframe comes, and for {@link #REST_NS}.
 */
final class FrameGate {
  /** Every keyframe costs all other receivers of the stream too: a path that was too slow is given none sooner. */
  static final long REST_NS = 1_000_000_000L;

  private PathRoom room = PathRoom.ANY;
  private boolean shut;
  private long shutNs;
  private boolean begun;
  private int begunTimestamp;
  private boolean leftOut;
  private int leftOutTimestamp;

  /** Notes how much the path takes now: once a run. */
  void look(PathRoom now) {
    room = now;
  }

  /** Whether a keyframe could begin now. */
  boolean isOpen(PathRoom now, long nowNs) {
    return now == PathRoom.ANY && (!shut || nowNs - shutNs >= REST_NS);
  }

  /**
   * Whether a packet must be left out.
   *
   * @param continues whether it belongs to the layer being forwarded, so that its frame may have begun
   */
  boolean refuses(int timestamp, boolean continues, long nowNs) {
    boolean begins = !begun || !continues || timestamp - begunTimestamp > 0;
    return !room.finishesFrames() || (begins && !isOpen(room, nowNs));
  }

  /** Why packets are refused now. */
  DropReason reason() {
    return room == PathRoom.UNANSWERED ? DropReason.PATH_UNANSWERED : DropReason.PATH_CONGESTED;
  }

  /** A packet was refused; true when it is the first one of its frame. */
  boolean shut(int timestamp, long nowNs) {
    if (!shut) {
      shut = true;
      shutNs = nowNs;
    }
    boolean first = !leftOut || timestamp != leftOutTimestamp;
    leftOut = true;
    leftOutTimestamp = timestamp;
    return first;
  }

  /** A packet is forwarded. A late one of an earlier frame changes nothing. */
  void passed(int timestamp, boolean continues) {
    if (!begun || !continues || timestamp - begunTimestamp > 0) {
      begun = true;
      begunTimestamp = timestamp;
    }
    shut = false;
  }
}
