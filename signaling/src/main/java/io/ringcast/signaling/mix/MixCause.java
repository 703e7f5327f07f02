package io.ringcast.signaling.mix;

/** Why a room has the mix that it has. */
public enum MixCause {
  /** Somebody asked for it, as it is. */
  ASKED(false),
  /** The room's settings say so; it ends when nobody publishes. */
  ROOM_SETTING(true),
  /** Somebody watches a room of several streams by WHEP; it ends when nobody does. */
  WATCHED(true);

  private final boolean automatic;

  MixCause(boolean automatic) {
    this.automatic = automatic;
  }

  /** Whether nobody said what it shall be: then hosts who are linked here are taken in as their links say. */
  public boolean isAutomatic() {
    return automatic;
  }
}
