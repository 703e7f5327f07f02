package io.ringcast.sfu.egress;

import io.ringcast.sfu.wire.payload.PayloadInfo;

/**
 * Says which decode targets of a stream with dependency descriptors its subscriber still gets, as whoever leaves layers out must (AV1 RTP
 * specification, appendix A.4): in every packet from the first one of a cut stream until a keyframe with all of them, whose structure says
 * that without a mask.
 */
final class ActiveTargets {
  private boolean telling;

  /** Whether the next packet is likely to tell. */
  boolean isTelling() {
    return telling;
  }

  /** Has a packet tell, if it must; {@code target} is that of its picture, one bit of the grid, 0 when it is forgotten. */
  void note(PayloadInfo info, int target, Rewrite rewrite) {
    if (info.decodeTargets == 0 || target == 0) {
      rewrite.asPublished();
      return;
    }
    int all = -1 >>> (Integer.SIZE - info.decodeTargets);
    int kept = info.activeTargets[Integer.numberOfTrailingZeros(target)];
    boolean whole = (kept & all) == all;
    telling = !whole || (telling && !info.keyframe);
    if (telling) {
      rewrite.activeTargets(info, kept & info.servedTargets);
    } else {
      rewrite.asPublished();
    }
  }
}
