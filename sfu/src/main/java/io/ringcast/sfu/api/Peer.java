package io.ringcast.sfu.api;

/** One peer's transport and what goes over it. */
public interface Peer {
  PeerId id();

  LocalTransport local();

  /** What the peer said of its side; a second call with other ICE credentials is an ICE restart. */
  void remote(RemoteTransport remote);

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

  /** Says good-bye to the peer (RTCP BYE, DTLS close_notify) and frees everything it held. */
  void close(CloseReason reason);
}
