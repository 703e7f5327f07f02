package io.ringcast.client.livekit;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPeer;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.sdp.Candidate;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of a participant's two peer connections: it connects once the server's description and a candidate are there, in either order. */
final class SignalledPeer {
  private final ScriptedPeer peer;
  private @Nullable Answer description;
  private @Nullable InetSocketAddress trickled;
  private boolean connecting;

  SignalledPeer(ClientHost host, PeerSettings settings, ScriptedPeer.Listener listener) {
    peer = new ScriptedPeer(host, settings, listener);
  }

  ScriptedPeer peer() {
    return peer;
  }

  /** The server's side, from which {@code setup} tells its DTLS role. */
  void described(Answer side) {
    description = side;
    connect();
  }

  /** A candidate that came by itself; the first that can be used is. */
  void trickled(String line) {
    Optional<InetSocketAddress> address = Candidate.udp(line);
    if (trickled == null && address.isPresent()) {
      trickled = address.get();
      connect();
    }
  }

  private void connect() {
    Answer side = description;
    if (connecting || side == null || (side.candidates().isEmpty() && trickled == null)) {
      return;
    }
    connecting = true;
    peer.connect(side.candidates().isEmpty() && trickled != null ? side.at(List.of(trickled)) : side);
  }
}
