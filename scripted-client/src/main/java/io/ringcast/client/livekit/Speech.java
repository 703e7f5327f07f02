package io.ringcast.client.livekit;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerChannels;
import io.ringcast.client.sdp.Answer;
import io.ringcast.sfu.api.DataChannelSpec;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a participant says by data channels: the two that LiveKit's clients open where they send. Lives on its host's loop. */
final class Speech {
  private final ClientHost host;
  private final SignalledPeer out;
  private final CompletableFuture<Void> ready;
  private final Set<String> open = new HashSet<>();
  private @Nullable PeerChannels channels;

  /** @param ready completes when both channels are open */
  Speech(ClientHost host, SignalledPeer out, CompletableFuture<Void> ready) {
    this.host = host;
    this.out = out;
    this.ready = ready;
  }

  /** The server has taken the offer of its connection. */
  void answered(Answer answer) {
    out.described(answer);
    CompletableFuture<Void> _ = out.peer().opened().handle((profile, failure) -> {
      if (failure == null) {
        host.loop().execute(() -> begin("passive".equals(answer.setup())));
      } else {
        ready.completeExceptionally(failure);
      }
      return null;
    });
  }

  /** Nothing will come of it. */
  void fail(Throwable why) {
    ready.completeExceptionally(why);
  }

  boolean say(String label, byte[] packet) {
    return channels != null && channels.send(label, packet);
  }

  private void begin(boolean dtlsClient) {
    PeerChannels made = new PeerChannels(host, out.peer(), dtlsClient, new PeerChannels.Listener() {
      @Override
      public void onOpen(String label) {
        open.add(label);
        if (open.contains(LiveKitParticipant.RELIABLE) && open.contains(LiveKitParticipant.LOSSY)) {
          ready.complete(null);
        }
      }

      @Override
      public void onMessage(String label, byte[] message, long arrivedNs) {}
    });
    channels = made;
    made.open(DataChannelSpec.lossy(LiveKitParticipant.LOSSY));
    made.open(DataChannelSpec.reliable(LiveKitParticipant.RELIABLE));
  }
}
