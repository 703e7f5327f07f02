package io.ringcast.sfu.egress;

import io.ringcast.sfu.loop.Packet;

/**
 * Keeps back what may have overtaken the keyframe that a switch within one stream waits for. Whoever sends such packets on has numbered
 * them, as of the layers before, when the keyframe's first packet comes, and needs another keyframe.
 *
 * <p>While a switch waits, packets of a picture that is new are kept back if packets before them are missing: until the picture's beginning
 * comes, be it a keyframe's or not, or a later picture, or a packet {@link #SPAN_MAX} numbers away. They stay in the source's store: here
 * is noted which.
 */
final class Holdback {
  /** Of a large keyframe, what reordering may put before its first packet. */
  static final int SPAN_MAX = 32;

  private boolean keeping;
  private int timestamp;
  private long first;
  private long last;

  /** What to do with a packet. */
  enum Step {
    FORWARD,
    KEEP,
    /** What was kept back goes first; the packet is looked at again. */
    RELEASE,
    /** The packet goes first, what was kept back behind it. */
    LEAD
  }

  /** Whether a packet so far ahead of the newest that was forwarded or left out is nothing to be looked at. */
  boolean ignores(long ahead) {
    return !keeping && ahead <= 1;
  }

  /** @param newPicture whether nothing of its picture was forwarded or left out yet */
  Step step(Packet packet, long ahead, boolean newPicture) {
    boolean empty = packet.rtp().payloadLength() == 0;
    boolean keyframe = packet.payload().keyframe;
    if (!keeping) {
      return ahead > 1 && newPicture && !keyframe && !empty ? keep(packet) : Step.FORWARD;
    }
    int later = packet.rtp().timestamp() - timestamp;
    if (ahead <= 0 || later < 0) {
      return Step.FORWARD;
    }
    if (later > 0 || empty) {
      return Step.RELEASE;
    }
    if (keyframe || ahead == 1) {
      return Step.LEAD;
    }
    return Math.abs(packet.extendedSequence() - first) < SPAN_MAX ? keep(packet) : Step.RELEASE;
  }

  private Step keep(Packet packet) {
    long input = packet.extendedSequence();
    first = keeping ? Math.min(first, input) : input;
    last = keeping ? Math.max(last, input) : input;
    timestamp = packet.rtp().timestamp();
    keeping = true;
    return Step.KEEP;
  }

  boolean isKeeping() {
    return keeping;
  }

  /** The lowest extended sequence that is, or was last, kept back. */
  long first() {
    return first;
  }

  /** The highest of them. */
  long last() {
    return last;
  }

  /** Nothing is kept back any more. */
  void clear() {
    keeping = false;
  }
}
