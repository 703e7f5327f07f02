package io.ringcast.sfu.api;

import java.util.concurrent.CompletableFuture;

/** A room of the media plane: the scope in which publications are named and speakers compared. */
public interface MediaRoom {
  RoomKey key();

  /** Gives a new peer its transport, on the loop with the fewest. */
  Peer connect();

  /** Lets server-side code receive a publication. */
  TapHandle tap(PublicationId publication, Tap tap);

  /** Lets server-side code publish; {@code spec} names no SSRC, payloads are RTP. */
  FeedHandle feed(PublicationSpec spec, Feed feed);

  /**
   * Lets peers of another room of this media plane subscribe to a publication of this one, by the name it has there. It is heard, measured
   * and muted where it is published.
   *
   * @throws UnknownPublicationException when this room has no such publication
   * @throws IllegalArgumentException when the other room has one of that name
   */
  Loan lend(PublicationId publication, MediaRoom borrower, PublicationId nameThere);

  CompletableFuture<RoomReport> report();

  /** Closes every peer, tap and feed with {@link CloseReason#ROOM_CLOSED}. */
  void close();
}
