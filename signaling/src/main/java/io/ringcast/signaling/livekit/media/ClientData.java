package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEvents;
import io.ringcast.sfu.api.PeerData;
import io.ringcast.sfu.api.SendOutcome;
import io.ringcast.signaling.room.DataFault;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.RoomCounters;
import io.ringcast.signaling.room.host.Home;

/** The data channels on one of a client's connections, by LiveKit's labels. What comes on them goes to the room's queue. */
final class ClientData {
  /** A lossy message that would wait behind more than this is late when it arrives. */
  static final int LOSSY_BUFFER_BYTES = 1 << 16;

  private final PeerData channels;
  private final Home home;
  private final MediaSignals signals;

  /** @param primary whether it is the connection by which the client counts as connected: on that it receives too */
  ClientData(ClientPeer client, Home home, MediaSignals signals, boolean primary) {
    channels = client.peer().data();
    this.home = home;
    this.signals = signals;
    channels.listen(new Ear(primary));
  }

  /** Opens the channels where the client waits for the server to do so. */
  void open() {
    channels.open(DataChannelSpec.reliable(DataLabels.RELIABLE));
    channels.open(DataChannelSpec.lossy(DataLabels.LOSSY));
  }

  /** False when the client takes no more now. */
  boolean send(Delivery delivery, byte[] message) {
    boolean late = delivery == Delivery.LOSSY && channels.bufferedBytes() > LOSSY_BUFFER_BYTES;
    return !late && channels.send(DataLabels.of(delivery), message, true);
  }

  /** On the peer's loop. */
  private final class Ear implements DataEvents {
    private final RoomCounters counters = home.room().counters();
    private final boolean receives;

    Ear(boolean receives) {
      this.receives = receives;
    }

    @Override
    public void onChannelOpen(DataChannelSpec spec) {
      if (receives && spec.label().equals(DataLabels.RELIABLE)) {
        home.tell(signals::reachable);
      }
    }

    @Override
    public void onMessage(String label, byte[] message, boolean binary) {
      Delivery delivery = DataLabels.delivery(label);
      if (delivery == null) {
        counters.onFault(DataFault.UNKNOWN_CHANNEL);
        channels.done(message);
      } else {
        home.tell(() -> signals.data(delivery, message, () -> channels.done(message)));
      }
    }

    @Override
    public void onRefused(String label, byte[] message, SendOutcome why) {
      switch (why) {
        case TOO_LARGE -> counters.onFault(DataFault.TOO_LARGE);
        case CHANNEL_CLOSED -> counters.onFault(DataFault.CHANNEL_CLOSED);
        case BUFFER_FULL -> counters.onFault(DataFault.READER_FULL);
        case TAKEN -> { }
      }
    }

    @Override
    public void onRoomAgain() {
      home.tell(signals::roomAgain);
    }
  }
}
