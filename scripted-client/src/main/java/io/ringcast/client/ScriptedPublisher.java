package io.ringcast.client;

import io.ringcast.client.ice.IceAgent;
import io.ringcast.client.media.PublisherMedia;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.sdp.Answer;
import io.ringcast.sfu.transport.SrtpProfile;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Publishes synthetic video and Opus by WHIP; answers NACK by RTX and keyframe requests by keyframes. */
public final class ScriptedPublisher implements AutoCloseable {
  private final ClientHost host;
  private final MediaDoor door;
  private final PublisherMedia media;
  private final ScriptedPeer peer;
  private MediaDoor.@Nullable Resource resource;

  /** A publisher that is not connected yet; {@code sent} hears every payload. */
  public ScriptedPublisher(ClientHost host, URI endpoint, String token, PeerSettings peerSettings, PublisherSettings settings,
    PayloadListener sent) {
    this.host = host;
    door = new MediaDoor(host, endpoint, token);
    media = new PublisherMedia(host.loop(), settings, sent, host.random());
    peer = new ScriptedPeer(host, peerSettings, media.receiver());
  }

  public ScriptedPublisher(ClientHost host, URI endpoint, String token, PublisherSettings settings) {
    this(host, endpoint, token, PeerSettings.DEFAULT, settings, (ssrc, sequence, bytes, offset, length) -> { });
  }

  /** Posts the offer and connects directly to the answer's candidates. */
  public CompletableFuture<SrtpProfile> open() {
    return open(answer -> null);
  }

  /** Posts the offer and connects, by way of the relay that is named for the answer unless it is null; completes when media flows. */
  public CompletableFuture<SrtpProfile> open(Function<Answer, @Nullable InetSocketAddress> relayFor) {
    MediaDoor.Resource opened = door.open(peer, media.sections());
    resource = opened;
    Answer answer = opened.answer();
    InetSocketAddress relay = relayFor.apply(answer);
    peer.connect(relay == null ? answer : answer.via(relay));
    return peer.opened().thenApply(profile -> {
      host.loop().execute(() -> media.start(peer, answer));
      return profile;
    });
  }

  public ScriptedPeer peer() {
    return peer;
  }

  public PublisherMedia media() {
    return media;
  }

  /** The session that the POST made. */
  public MediaDoor.Resource resource() {
    MediaDoor.Resource opened = resource;
    if (opened == null) {
      throw new IllegalStateException("not opened yet");
    }
    return opened;
  }

  public MediaDoor door() {
    return door;
  }

  /** Sends an RTP packet as it is, for media made elsewhere. */
  public void forward(byte[] rtp) {
    host.loop().execute(() -> peer.sendRtp(rtp, rtp.length));
  }

  /** Restarts ICE by PATCH, from a new local port; completes with it when that path is nominated, and media goes on meanwhile. */
  public CompletableFuture<InetSocketAddress> restartIce() {
    IceAgent.Credentials fresh = peer.freshCredentials();
    MediaDoor.Resource renewed = door.restartIce(resource(), fresh);
    resource = renewed;
    return peer.restart(fresh, renewed.answer());
  }

  /** Deletes the session and closes the transport. */
  @Override
  public void close() {
    if (resource != null) {
      door.delete(resource().location());
    }
    peer.close();
  }
}
