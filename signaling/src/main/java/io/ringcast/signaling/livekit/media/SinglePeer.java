package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.host.Home;
import io.ringcast.signaling.sdp.PeerAnswer;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import java.util.List;

/** Media over one peer connection, to which the client makes all offers ({@code /rtc/v1}). */
public final class SinglePeer implements MediaSession {
  private final Home home;
  private final MediaSignals signals;
  private final ClientPeer client;
  private final PublisherSections sending;
  private final SubscriberSections receiving;
  private final ClientData data;
  private boolean suspended;
  private boolean asking;

  public SinglePeer(Home home, MediaSignals signals, long descriptionId) {
    this.home = home;
    this.signals = signals;
    client = ClientPeer.connect(home, descriptionId, signals::connected, signals::lost, this::onPausedByRate);
    sending = new PublisherSections(home);
    receiving = new SubscriberSections(signals);
    data = new ClientData(client, home, signals, true);
  }

  @Override
  public void announced(String clientTrackId, Publication publication) {
    sending.announced(clientTrackId, publication);
  }

  @Override
  public void announcedBackup(String clientTrackId, Publication publication) {
    sending.announcedBackup(clientTrackId, publication);
  }

  @Override
  public void start() {
    askSoon();
  }

  @Override
  public void onOffer(String sdp, int offerId) throws SdpException {
    PeerAnswer answer = PeerAnswer.to(SessionDescription.parse(sdp, SDP_CHARS_MAX, SECTIONS_MAX), home.host().estimates());
    client.offered(answer.remote(), answer.messageBytes());
    sending.negotiate(answer, client.peer());
    receiving.negotiate(answer, client.peer());
    signals.answer(client.answer(answer, receiving.streams()), offerId, receiving.trackByMid());
    askSoon();
  }

  /** The server makes no offer here, so there is nothing to answer. */
  @Override
  public void onAnswer(String sdp, int offerId) {}

  @Override
  public void receive(Publication publication, Reception reception) {
    receiving.receive(publication, reception);
    askSoon();
  }

  @Override
  public void adjust(Publication publication, Reception reception) {
    receiving.adjust(publication, reception);
  }

  @Override
  public void backupChanged(Publication publication) {
    receiving.backupChanged(publication);
    askSoon();
  }

  @Override
  public void release(Publication publication) {
    receiving.release(publication);
    askSoon();
  }

  @Override
  public void mute(Publication own, boolean muted) {
    sending.mute(own, muted, client.peer());
  }

  @Override
  public void unpublish(Publication own) {
    sending.ended(own, client.peer());
  }

  @Override
  public boolean deliver(Delivery delivery, byte[] message) {
    return data.send(delivery, message);
  }

  @Override
  public List<PeerId> peers() {
    return List.of(client.peer().id());
  }

  @Override
  public void suspend() {
    suspended = true;
  }

  /** The client restarts ICE with an offer of its own. */
  @Override
  public void resume() {
    suspended = false;
    receiving.askAgain();
    receiving.repeatRests();
    askSoon();
  }

  @Override
  public void close(CloseReason reason) {
    suspended = true;
    client.peer().close(reason);
  }

  private void onPausedByRate(SubscriptionId subscription, boolean paused) {
    receiving.pausedByRate(subscription, paused);
  }

  /** After everything that happens now: many changes need one negotiation. */
  private void askSoon() {
    if (!asking) {
      asking = true;
      home.tell(() -> {
        asking = false;
        if (!suspended) {
          receiving.ask();
        }
      });
    }
  }
}
