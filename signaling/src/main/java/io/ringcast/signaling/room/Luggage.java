package io.ringcast.signaling.room;

import java.util.List;

/**
 * What a participant brings along when it moves to another room.
 *
 * @param request how it is to be taken in: what it may do and shows now, the same ear and media
 * @param policy whom it lets have what it publishes
 */
public record Luggage(JoinRequest request, SubscriberPolicy policy, List<Publication> publications) {
  public Luggage {
    publications = List.copyOf(publications);
  }
}
