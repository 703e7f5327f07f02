package io.ringcast.signaling.room;

/** How well a participant's media gets through, as people would say it. */
public enum LinkQuality {
  /** Nothing comes although it should. */
  LOST,
  POOR,
  GOOD,
  EXCELLENT
}
