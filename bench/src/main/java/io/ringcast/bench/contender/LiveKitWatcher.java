package io.ringcast.bench.contender;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.client.ScriptedPeer;
import io.ringcast.client.media.ArrivalListener;
import io.ringcast.client.media.SubscriberMedia;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.sdp.AnswerReader;
import io.ringcast.client.sdp.Reply;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.jspecify.annotations.Nullable;

/**
 * Watches all publishers of a room over one transport, as LiveKit's clients do ({@code /rtc}): the server offers, and offers again when
 * there is more. Messages come on the HTTP client's threads, one after the other.
 */
final class LiveKitWatcher implements MediaSink, WebSocket.Listener {
  private static final int OPEN_LIMIT_S = 30;
  /** The server lets go of a client that is silent for a minute. */
  private static final long PING_NS = 20_000_000_000L;

  private final Terms terms;
  private final Map<String, ArrivalListener> heardByUser;
  private final Map<String, String> userByTrack = new ConcurrentHashMap<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final SubscriberMedia media;
  private final ScriptedPeer peer;
  private final CompletableFuture<Boolean> all = new CompletableFuture<>();
  private volatile List<ArrivalListener> heardBySection = List.of();
  private @Nullable WebSocket socket;
  private boolean connected;

  /** @param heardByUser who hears of which publisher's packets */
  LiveKitWatcher(Terms terms, Map<String, ArrivalListener> heardByUser) {
    this.terms = terms;
    this.heardByUser = heardByUser;
    media = new SubscriberMedia(terms.subscribers().loop(), terms.subscribers().random().nextInt(),
      (ssrc, sequence, bytes, offset, length) -> { });
    media.decryptOneOf(terms.decryptOneOf());
    media.tell((section, sequence, marker, recovered, count, nowNs) ->
      heardBySection.get(section).onArrival(section, sequence, marker, recovered, count, nowNs));
    peer = new ScriptedPeer(terms.subscribers(), terms.peers(), media.receiver());
  }

  /** Connects; returns when media can flow and the server has offered every publisher. */
  LiveKitWatcher open(URI server, String token) {
    URI rtc = URI.create("ws://" + server.getAuthority() + "/rtc?auto_subscribe=1&protocol=16&access_token=" + token);
    socket = terms.subscribers().http().newWebSocketBuilder().buildAsync(rtc, this).orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    peer.opened().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    all.orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    terms.subscribers().loop().execute(() -> {
      media.start();
      ping(terms.subscribers().loop().nowNs());
    });
    return this;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    message.writeBytes(part);
    if (last) {
      try {
        onMessage(SignalResponse.parseFrom(message.toByteArray()), from);
      } catch (InvalidProtocolBufferException e) {
        all.completeExceptionally(e);
      }
      message.reset();
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void onMessage(SignalResponse response, WebSocket from) {
    switch (response.getMessageCase()) {
      case JOIN -> response.getJoin().getOtherParticipantsList().forEach(this::learn);
      case UPDATE -> response.getUpdate().getParticipantsList().forEach(this::learn);
      case OFFER -> onOffer(response.getOffer(), from);
      case LEAVE -> all.completeExceptionally(new IllegalStateException("the server said: " + response.getLeave()));
      default -> { }
    }
  }

  private void learn(ParticipantInfo participant) {
    participant.getTracksList().forEach(track -> userByTrack.put(track.getSid(), participant.getIdentity()));
  }

  private void onOffer(SessionDescription offered, WebSocket from) {
    Answer offer = AnswerReader.read(offered.getSdp()).takenActively();
    heardBySection = offer.sections().stream().map(section -> heard(offered.getMidToTrackIdMap().getOrDefault(section.mid(), ""))).toList();
    terms.subscribers().loop().execute(() -> media.expect(peer, offer));
    Reply reply = new Reply(peer.credentials().ufrag(), peer.credentials().password(), peer.fingerprint(), peer.localAddress());
    send(from, SignalRequest.newBuilder().setAnswer(
      SessionDescription.newBuilder().setType("answer").setSdp(reply.to(offer)).setId(offered.getId())).build());
    if (!connected) {
      connected = true;
      peer.connect(offer);
    }
    if (offered.getMidToTrackIdCount() >= heardByUser.size()) {
      all.complete(true);
    }
  }

  private ArrivalListener heard(String track) {
    ArrivalListener heard = heardByUser.get(userByTrack.getOrDefault(track, ""));
    return heard == null ? (section, sequence, marker, recovered, count, nowNs) -> { } : heard;
  }

  private void ping(long nowNs) {
    WebSocket open = socket;
    if (open != null && !open.isOutputClosed()) {
      send(open, SignalRequest.newBuilder().setPing(TimeUnit.NANOSECONDS.toMillis(nowNs)).build());
      terms.subscribers().loop().at(nowNs + PING_NS, this::ping);
    }
  }

  private static void send(WebSocket to, SignalRequest request) {
    CompletableFuture<WebSocket> _ = to.sendBinary(ByteBuffer.wrap(request.toByteArray()), true);
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    peer.close();
  }
}
