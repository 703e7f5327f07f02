package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.Publication;
import java.util.Map;

/** What a media session has to say: to the client, and of its own state. */
public interface MediaSignals {
  /** @param trackByMid the sid of what is sent on each section */
  void answer(String sdp, int offerId, Map<String, String> trackByMid);

  void offer(String sdp, int offerId, Map<String, String> trackByMid);

  /** Asks the client for an offer with so many more sections to receive on; for none to have what exists negotiated again. */
  void requireSections(int audios, int videos);

  /** The client cannot play a publication as it is: whether it may come in another codec. */
  boolean fallBack(Publication publication);

  /** The client has no codec for a publication. */
  void unplayable(Publication publication);

  /** What of the others' publications rests because the client's path does not carry it, and what comes (again). */
  void streams(Map<Publication, Boolean> resting);

  /**
   * A packet came on one of the client's data channels.
   *
   * @param done is to run once the packet is needed no longer
   */
  void data(Delivery delivery, byte[] packet, Runnable done);

  /** The client can be sent packets. */
  void reachable();

  /** The client, which had no room for a packet, has some again. */
  void roomAgain();

  void connected();

  void lost(CloseReason reason);
}
