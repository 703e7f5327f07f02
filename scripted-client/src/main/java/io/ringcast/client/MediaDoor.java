package io.ringcast.client;

import io.ringcast.client.ice.IceAgent;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.sdp.AnswerReader;
import io.ringcast.client.sdp.IceRenewal;
import io.ringcast.client.sdp.Offer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** The HTTP side that WHIP (RFC 9725) and WHEP share: an offer is posted, a resource comes back, and is deleted in the end. */
public final class MediaDoor {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** What a POST made: where the session lives and what the server answered. */
  public record Resource(URI location, String etag, Answer answer) {}

  private final ClientHost host;
  private final URI endpoint;
  private final String bearer;

  public MediaDoor(ClientHost host, URI endpoint, String bearer) {
    this.host = host;
    this.endpoint = endpoint;
    this.bearer = bearer;
  }

  /** Offers what the peer sends or wants; the peer is not started yet. */
  public Resource open(ScriptedPeer peer, List<Offer.Media> media) {
    Offer offer = new Offer(
      peer.credentials().ufrag(), peer.credentials().password(), peer.fingerprint(), peer.settings().setup(), media);
    HttpResponse<String> response = post(offer.text());
    if (response.statusCode() != 201) {
      throw new IllegalStateException("POST " + endpoint + " answered " + response.statusCode() + ": " + response.body());
    }
    String location = response.headers().firstValue("Location").orElseThrow();
    return new Resource(endpoint.resolve(location), response.headers().firstValue("ETag").orElse(""), AnswerReader.read(response.body()));
  }

  /** Restarts a session's ICE with new credentials of ours: the session with its new ETag and the server's new credentials. */
  public Resource restartIce(Resource resource, IceAgent.Credentials fresh) {
    HttpResponse<String> response = send(HttpRequest.newBuilder(resource.location())
      .header("If-Match", "*").header("Content-Type", "application/trickle-ice-sdpfrag")
      .method("PATCH", HttpRequest.BodyPublishers.ofString(IceRenewal.request(fresh.ufrag(), fresh.password()))));
    if (response.statusCode() != 200) {
      throw new IllegalStateException("PATCH " + resource.location() + " answered " + response.statusCode() + ": " + response.body());
    }
    return new Resource(resource.location(), response.headers().firstValue("ETag").orElse(""),
      resource.answer().with(AnswerReader.readRenewal(response.body())));
  }

  /** Posts any body as an offer and hands back whatever the server says. */
  public HttpResponse<String> post(String sdp) {
    return send(HttpRequest.newBuilder(endpoint).header("Content-Type", "application/sdp").POST(HttpRequest.BodyPublishers.ofString(sdp)));
  }

  /** Ends a session; the status. */
  public int delete(URI resource) {
    return send(HttpRequest.newBuilder(resource).DELETE()).statusCode();
  }

  /** A request with this door's token. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    try {
      return host.http().send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
