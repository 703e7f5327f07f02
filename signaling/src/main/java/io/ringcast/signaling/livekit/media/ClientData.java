package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEvents;
import io.ringcast.sfu.api.Peer;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.host.Home;

/** The data channels on one of a client's connections. What comes on them goes to the room's queue. */
final class ClientData {
  static final String RELIABLE = "_reliable";
  static final String LOSSY = "_lossy";

  private final Peer peer;
  private final Home home;
  private final MediaSignals signals;

  ClientData(Peer peer, Home home, MediaSignals signals) {
    this.peer = peer;
    this.home = home;
    this.signals = signals;
  }

  /** Opens the channels on which the client receives. */
  void open() {
    peer.data().open(DataChannelSpec.reliable(RELIABLE));
    peer.data().open(DataChannelSpec.lossy(LOSSY));
  }

  /** Hears what the client sends. */
  void listen() {
    peer.data().listen(new DataEvents() {
      @Override
      public void onChannelOpen(DataChannelSpec spec) {}

      @Override
      public void onMessage(String label, byte[] message, boolean binary) {
        switch (label) {
          case RELIABLE -> home.tell(() -> signals.data(Delivery.RELIABLE, message));
          case LOSSY -> home.tell(() -> signals.data(Delivery.LOSSY, message));
          default -> { }
        }
      }
    });
  }

  void send(Delivery delivery, byte[] message) {
    boolean _ = peer.data().send(delivery == Delivery.RELIABLE ? RELIABLE : LOSSY, message, true);
  }
}
