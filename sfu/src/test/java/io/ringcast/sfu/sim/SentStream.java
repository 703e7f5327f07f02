package io.ringcast.sfu.sim;

/**
 * One unbroken RTP stream of a publisher: a layer from the moment it got its SSRC until it is given another.
 *
 * @param publication the publication's number
 * @param layer index of the layer, 0 for the lowest
 * @param generation counts the SSRCs that carried this layer
 */
record SentStream(long publication, int layer, int generation) {
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
