package io.ringcast.sfu.api;

import java.util.concurrent.CompletableFuture;

/** One peer's transport and what goes over it. */
public interface Peer {
  PeerId id();

  LocalTransport local();

  /** What the peer said of its side, once. */
  void remote(RemoteTransport remote);

  /**
   * Begins an ICE restart: {@link #local} has new credentials from now on. Media goes on over the old path until the peer chooses one with
   * the new credentials; DTLS and keys stay. The peer's own new credentials are not needed, since this side sends no checks.
   */
  void renewIce();

  void publish(PublicationSpec spec);

  void unpublish(PublicationId publication);

  /** A muted publication is received and not forwarded. */
  void mute(PublicationId publication, boolean muted);

  /**
   * Starts forwarding a publication to this peer.
   *
   * @param cname the RTCP canonical name it is sent under (RFC 3550 section 6.5.1): what shares one is played in sync
   * @throws UnknownPublicationException when the room has no such publication
   */
  SubscriptionHandle subscribe(SubscriptionSpec spec, String cname);

  /**
   * Takes the peer and what it publishes to another room of this media plane. Its transport, its subscriptions and those to it go on.
   *
   * @return completes once nothing is told any more to the room that it leaves
   * @throws IllegalArgumentException when the other room has a publication with the id of one of the peer's
   */
  CompletableFuture<Boolean> move(MediaRoom destination);

  /** Its data channels. */
  PeerData data();

  /** Says good-bye to the peer (RTCP BYE, DTLS close_notify) and frees everything it held. */
  void close(CloseReason reason);
}
