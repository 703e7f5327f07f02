package io.ringcast.sfu.egress;

/** What makes one packet the subscriber's own: its place in the subscriber's stream and how far codec numbers are moved. Reusable. */
final class Rewrite {
  int sequence;
  int timestamp;
  boolean marker;
  int pictureIdDelta;
  int tl0Delta;
  int frameNumberDelta;

  /** @param pictureIdDelta as it holds for the packet of this number */
  void set(Epoch epoch, long output, int pictureIdDelta) {
    sequence = (int) output;
    this.pictureIdDelta = pictureIdDelta;
    tl0Delta = epoch.tl0Delta();
    frameNumberDelta = epoch.frameNumberDelta();
  }

  void timing(int timestamp, boolean marker) {
    this.timestamp = timestamp;
    this.marker = marker;
  }
}
