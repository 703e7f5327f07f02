package io.ringcast.signaling.room.link;

import io.ringcast.signaling.room.link.Link.Side;
import io.ringcast.signaling.room.link.LinkView.Step;

/** What is to be done because something happened to a {@link Link}, in this order. */
public sealed interface LinkEffect {

  Link link();

  /** Both rooms learn how it stands. */
  record Tell(Link link, Step step, LinkView view) implements LinkEffect {}

  /** The side's room is to show the other host. */
  record Show(Link link, Side side) implements LinkEffect {}

  /** The side's room is to show it no longer. */
  record Hide(Link link, Side side) implements LinkEffect {}
}
