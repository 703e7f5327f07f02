package io.ringcast.signaling.room;

import io.ringcast.sfu.api.Layer;

/**
 * How one participant wants to receive one publication.
 *
 * @param paused whether nothing is to be sent for now
 */
public record Reception(boolean paused, Layer layer) {
  public static final Reception DEFAULT = new Reception(false, Layer.BIG);
}
