package io.ringcast.signaling.livekit.media;

import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.sdp.SdpException;

/** A participant's media as its client negotiates it: over one peer connection (v1) or two (v0). Runs on the room's queue. */
public sealed interface MediaSession extends RoomMedia permits SinglePeer, DualPeer {
  /** A description of a room with hundreds of tracks. */
  int SDP_CHARS_MAX = 1024 * 1024;
  int SECTIONS_MAX = 512;

  /** What the client names by this id is to become a publication. */
  void announced(String clientTrackId, Publication publication);

  /** What the client names by this id is to become a publication's backup codec. */
  void announcedBackup(String clientTrackId, Publication publication);

  /** The client has been told that it is in. */
  void start();

  void onOffer(String sdp, int offerId) throws SdpException;

  void onAnswer(String sdp, int offerId) throws SdpException;

  /** The client cannot be told anything for now: negotiations wait. */
  void suspend();

  /** The client is back, perhaps from another address. */
  void resume();
}
