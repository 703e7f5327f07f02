package io.ringcast.client;

import io.ringcast.client.ice.IceAgent;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.SubscriberMedia;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.sdp.Offer;
import io.ringcast.sfu.transport.SrtpProfile;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Watches by WHEP: counts, asks again for what is lost, and tells every payload to whoever listens. */
public final class ScriptedSubscriber implements AutoCloseable {
  private static final List<String> VIDEO = List.of("VP8", "H264", "VP9", "AV1", "H265");

  private final ClientHost host;
  private final MediaDoor door;
  private final SubscriberMedia media;
  private final ScriptedPeer peer;
  private List<String> audio = List.of("opus");
  private MediaDoor.@Nullable Resource resource;

  /** A subscriber that is not connected yet; {@code received} hears every distinct payload. */
  public ScriptedSubscriber(ClientHost host, URI endpoint, String token, PeerSettings settings, PayloadListener received) {
    this.host = host;
    door = new MediaDoor(host, endpoint, token);
    media = new SubscriberMedia(host.loop(), host.random().nextInt(), received);
    peer = new ScriptedPeer(host, settings, media.receiver());
  }

  public ScriptedSubscriber(ClientHost host, URI endpoint, String token) {
    this(host, endpoint, token, PeerSettings.DEFAULT, (ssrc, sequence, bytes, offset, length) -> { });
  }

  /** Offers redundant audio (RFC 2198) too; before {@link #open()}. */
  public ScriptedSubscriber redundant() {
    audio = List.of("opus", "red");
    return this;
  }

  /** Posts the offer and connects directly to the answer's candidates. */
  public CompletableFuture<SrtpProfile> open() {
    return open(answer -> null);
  }

  /** Posts the offer and connects, by way of the relay that is named for the answer unless it is null; completes when media can flow. */
  public CompletableFuture<SrtpProfile> open(Function<Answer, @Nullable InetSocketAddress> relayFor) {
    MediaDoor.Resource opened = door.open(peer, List.of(Offer.Media.watch("audio", "0", audio), Offer.Media.watch("video", "1", VIDEO)));
    resource = opened;
    Answer answer = opened.answer();
    host.loop().execute(() -> media.expect(peer, answer));
    InetSocketAddress relay = relayFor.apply(answer);
    peer.connect(relay == null ? answer : answer.via(relay));
    return peer.opened().thenApply(profile -> {
      host.loop().execute(media::start);
      return profile;
    });
  }

  public ScriptedPeer peer() {
    return peer;
  }

  public SubscriberMedia media() {
    return media;
  }

  public MediaDoor door() {
    return door;
  }

  /** The session that the POST made. */
  public MediaDoor.Resource resource() {
    MediaDoor.Resource opened = resource;
    if (opened == null) {
      throw new IllegalStateException("not opened yet");
    }
    return opened;
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
