package io.ringcast.signaling.livekit.media;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.signaling.room.host.Home;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.sdp.OfferedTrack;
import io.ringcast.signaling.sdp.PeerAnswer;
import io.ringcast.signaling.sdp.PeerOffer;
import io.ringcast.signaling.sdp.SentStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One peer connection of a client, over all its negotiations. */
final class ClientPeer {
  private final Peer peer;
  private final long descriptionId;
  private @Nullable IceCredentials remote;
  private int version;

  private ClientPeer(Peer peer, long descriptionId) {
    this.peer = peer;
    this.descriptionId = descriptionId;
  }

  /** Hears what the path does not carry. */
  interface RateEar {
    void onPausedByRate(SubscriptionId subscription, boolean paused);
  }

  static ClientPeer connect(
      Home home, long descriptionId, Runnable onConnected, Consumer<CloseReason> onClosed, RateEar rate) {
    Peer peer = home.connect(new RoomHost.PeerEar() {
      @Override
      public void onConnected() {
        onConnected.run();
      }

      @Override
      public void onClosed(CloseReason reason) {
        onClosed.accept(reason);
      }

      @Override
      public void onPausedByRate(SubscriptionId subscription, boolean paused) {
        rate.onPausedByRate(subscription, paused);
      }
    });
    return new ClientPeer(peer, descriptionId);
  }

  Peer peer() {
    return peer;
  }

  /** Takes the client's side as its offer tells it: other credentials than before are an ICE restart. */
  void offered(RemoteTransport transport, int messageBytes) {
    peer.data().peerTakes(messageBytes);
    if (remote == null) {
      peer.remote(transport);
    } else if (!remote.equals(transport.ice())) {
      peer.renewIce();
    }
    remote = transport.ice();
  }

  /** Takes the client's side as its answer tells it. */
  void answered(RemoteTransport transport, int messageBytes) {
    peer.data().peerTakes(messageBytes);
    if (remote == null) {
      peer.remote(transport);
    }
    remote = transport.ice();
  }

  String answer(PeerAnswer answer, Map<String, SentStream> streams) {
    version++;
    return answer.text(peer.local(), descriptionId, version, streams);
  }

  String offer(List<OfferedTrack> tracks) {
    version++;
    return PeerOffer.text(peer.local(), descriptionId, version, tracks);
  }
}
