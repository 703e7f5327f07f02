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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Media over two peer connections ({@code /rtc}): on one the client offers what it publishes, on the other we offer what it receives. The
 * first exists once the client offers.
 */
public final class DualPeer implements MediaSession {
  private final Home home;
  private final MediaSignals signals;
  private final long descriptionId;
  private final boolean subscribes;
  private final ClientPeer subscriber;
  private final SubscriberOffers receiving;
  private final PublisherSections sending;
  private final @Nullable ClientData received;
  private @Nullable ClientPeer publisher;
  private @Nullable ClientData sent;
  private boolean started;
  private boolean suspended;
  private boolean offering;

  /** @param subscribes whether the client waits for our offer before it counts as connected */
  public DualPeer(Home home, MediaSignals signals, long descriptionId, boolean subscribes) {
    this.home = home;
    this.signals = signals;
    this.descriptionId = descriptionId;
    this.subscribes = subscribes;
    // Who does not subscribe is never offered this peer, and the media plane lets it go.
    subscriber = ClientPeer.connect(
        home, descriptionId, signals::connected, subscribes ? signals::lost : _ -> { }, this::onPausedByRate);
    receiving = new SubscriberOffers(subscriber, signals, home.host().estimates());
    sending = new PublisherSections(home);
    received = subscribes ? new ClientData(subscriber, home, signals, true) : null;
    if (received != null) {
      received.open();
    }
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
    started = true;
    offerSoon();
  }

  @Override
  public void onOffer(String sdp, int offerId) throws SdpException {
    PeerAnswer answer = PeerAnswer.to(SessionDescription.parse(sdp, SDP_CHARS_MAX, SECTIONS_MAX), home.host().estimates());
    ClientPeer client = publisher;
    if (client == null) {
      client = ClientPeer.connect(home, descriptionId + 1, this::onPublisherConnected, signals::lost, (_, _) -> { });
      publisher = client;
      sent = new ClientData(client, home, signals, !subscribes);
    }
    client.offered(answer.remote(), answer.messageBytes());
    sending.negotiate(answer, client.peer());
    signals.answer(client.answer(answer, Map.of()), offerId, Map.of());
  }

  private void onPublisherConnected() {
    if (!subscribes) {
      signals.connected();
    }
  }

  @Override
  public void onAnswer(String sdp, int offerId) throws SdpException {
    receiving.onAnswer(sdp, offerId);
  }

  @Override
  public void receive(Publication publication, Reception reception) {
    receiving.receive(publication, reception);
    offerSoon();
  }

  @Override
  public void adjust(Publication publication, Reception reception) {
    receiving.adjust(publication, reception);
  }

  @Override
  public void backupChanged(Publication publication) {
    receiving.backupChanged(publication);
    offerSoon();
  }

  @Override
  public void release(Publication publication) {
    receiving.release(publication);
    offerSoon();
  }

  @Override
  public void mute(Publication own, boolean muted) {
    if (publisher != null) {
      sending.mute(own, muted, publisher.peer());
    }
  }

  @Override
  public void unpublish(Publication own) {
    sending.ended(own, publisher == null ? null : publisher.peer());
  }

  /** What a client receives comes on the connection by which it counts as connected. */
  @Override
  public boolean deliver(Delivery delivery, byte[] message) {
    ClientData primary = received != null ? received : sent;
    return primary == null || primary.send(delivery, message);
  }

  @Override
  public List<PeerId> peers() {
    PeerId receiver = subscriber.peer().id();
    return publisher == null ? List.of(receiver) : List.of(receiver, publisher.peer().id());
  }

  @Override
  public void suspend() {
    suspended = true;
  }

  @Override
  public void resume() {
    suspended = false;
    if (subscribes) {
      receiving.repeatRests();
      receiving.restart();
    }
  }

  @Override
  public void close(CloseReason reason) {
    suspended = true;
    subscriber.peer().close(reason);
    if (publisher != null) {
      publisher.peer().close(reason);
    }
  }

  private void onPausedByRate(SubscriptionId subscription, boolean paused) {
    receiving.pausedByRate(subscription, paused);
  }

  /** After everything that happens now: many changes need one offer. */
  private void offerSoon() {
    if (!offering && started && subscribes) {
      offering = true;
      home.tell(() -> {
        offering = false;
        if (!suspended) {
          receiving.negotiate();
        }
      });
    }
  }
}
