package io.ringcast.sfu.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the media plane tells its user about a room, in the order it happened on one loop. */
public sealed interface MediaEvent {

  /** ICE and DTLS are done: media can flow. */
  record PeerConnected(PeerId peer) implements MediaEvent {}

  record PeerClosed(PeerId peer, CloseReason reason) implements MediaEvent {}

  /** The first packet of a publication that could be authenticated and told apart. */
  record FirstMediaReceived(PeerId peer, PublicationId publication) implements MediaEvent {}

  /** The first packet of a publication that left for this subscriber. */
  record FirstMediaForwarded(PeerId peer, SubscriptionId subscription, PublicationId publication) implements MediaEvent {}

  /** A subscriber receives another layer than before, or none ({@code sending} null) since none is being sent. */
  record LayerChanged(PeerId peer, SubscriptionId subscription, @Nullable Layer sending) implements MediaEvent {}

  /** Not even the least of what a subscriber wants fits on its path; or it does again. */
  record PausedByRate(PeerId peer, SubscriptionId subscription, boolean paused) implements MediaEvent {}

  /** Who speaks, loudest first; sent when the list changes. */
  record ActiveSpeakers(List<Speaker> speakers) implements MediaEvent {}

  /** @param level 0 (silent) to 127 (loudest) */
  record Speaker(PublicationId publication, int level) {}
}
