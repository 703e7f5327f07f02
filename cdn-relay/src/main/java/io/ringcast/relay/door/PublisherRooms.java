package io.ringcast.relay.door;

import io.ringcast.relay.ingest.Place;

/** Who gives publishers their places in rooms; for threads that may wait. */
@FunctionalInterface
public interface PublisherRooms {
  /**
   * Lets a publisher into its room.
   *
   * @param from the client's address
   */
  Place enter(StreamAddress stream, String from, Place.Ear ear) throws StreamRefusedException;
}
