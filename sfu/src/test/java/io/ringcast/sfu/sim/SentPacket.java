package io.ringcast.sfu.sim;

/**
 * A media packet as its publisher sent it first.
 *
 * @param index its place in its frame
 * @param order its place in its stream, packets without payload not counted
 * @param timestamp the publisher's RTP timestamp
 */
record SentPacket(SentFrame frame, int index, int order, int timestamp) {
  /** Stands for a number that holds nothing to decode. */
  static final SentPacket NOTHING = new SentPacket(null, 0, 0, 0);

  boolean isNothing() {
    return frame == null;
  }

  boolean isLast() {
    return index == frame.packets() - 1;
  }

  boolean beginsKeyframe() {
    return index == 0 && frame.isKeyframe();
  }

  @Override
  public String toString() {
    return isNothing() ? "nothing" : frame + "[" + index + '/' + frame.packets() + ']';
  }
}
