package io.ringcast.client.livekit;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerChannels;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPeer;
import io.ringcast.client.media.PublisherMedia;
import io.ringcast.client.media.SubscriberMedia;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.sdp.AnswerReader;
import io.ringcast.client.sdp.Candidate;
import io.ringcast.client.sdp.DataOffer;
import io.ringcast.client.sdp.Offer;
import io.ringcast.client.sdp.Reply;
import io.ringcast.sfu.transport.SrtpProfile;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SignalTarget;
import livekit.LivekitRtc.TrickleRequest;
import org.jspecify.annotations.Nullable;

/**
 * One participant of a room by LiveKit's protocol with two peer connections ({@code /rtc}): on one the server offers what it receives, on
 * the other it offers what it publishes, media or data. Any thread may call; what it is lives on its host's loop.
 */
public final class LiveKitParticipant implements AutoCloseable {
  /** The protocol's version, of a client that takes the receiving connection as its first. */
  private static final int PROTOCOL = 15;
  /** Where data packets arrive once and in order. */
  public static final String RELIABLE = "_reliable";
  /** Where each is sent once. */
  public static final String LOSSY = "_lossy";
  /** Ends a participant's name in that of its media stream. */
  private static final String AFTER_PARTICIPANT = "|";
  private static final long NS_PER_S = 1_000_000_000L;

  private final ClientHost host;
  private final PeerSettings settings;
  private final SubscriberMedia received;
  private final SignalledPeer receiving;
  private final SignalChannel channel = new SignalChannel();
  private final CompletableFuture<JoinResponse> joined = new CompletableFuture<>();
  private final CompletableFuture<Void> published = new CompletableFuture<>();
  private final Queue<Runnable> announced = new ArrayDeque<>();
  /** Names of participants by what the server calls their stays. */
  private final Map<String, String> users = new HashMap<>();
  private final Map<Integer, CompletableFuture<Void>> awaited = new TreeMap<>();
  private @Nullable SignalledPeer sending;
  private @Nullable Answer offered;
  private int offers;
  private @Nullable PublisherMedia media;
  private PeerChannels.Listener heard = (label, packet, arrivedNs) -> { };
  private @Nullable Speech speech;
  private boolean receives;
  private boolean closed;

  private LiveKitParticipant(ClientHost host, PeerSettings settings, SubscriberMedia received) {
    this.host = host;
    this.settings = settings;
    this.received = received;
    receiving = new SignalledPeer(host, settings, received.receiver());
  }

  private void open(URI door) {
    channel.open(host, door, new SignalChannel.Listener() {
      @Override
      public void onResponse(SignalResponse response) {
        LiveKitParticipant.this.onResponse(response);
      }

      @Override
      public void onEnd(String reason) {
        LiveKitParticipant.this.onEnd(reason);
      }
    });
  }

  /**
   * Joins the room that the token names.
   *
   * @param server its HTTP address
   * @param subscribes whether it receives whatever is published
   */
  public static LiveKitParticipant join(
    ClientHost host, URI server, String token, PeerSettings settings, SubscriberMedia received, boolean subscribes) {
    String query = "access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8) + "&auto_subscribe=" + (subscribes ? 1 : 0)
      + "&protocol=" + PROTOCOL + "&sdk=unknown";
    String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
    URI door = URI.create(scheme + "://" + server.getAuthority() + "/rtc?" + query);
    LiveKitParticipant participant = new LiveKitParticipant(host, settings, received);
    participant.open(door);
    return participant;
  }

  /** Completes when the server has taken it in. */
  public CompletableFuture<JoinResponse> joined() {
    return joined;
  }

  /** Completes when the connection it receives by is open. */
  public CompletableFuture<Void> receiving() {
    return receiving.peer().opened().thenApply(profile -> null);
  }

  /** Completes when the server offers to send so many tracks. */
  public CompletableFuture<Void> offering(int tracks) {
    CompletableFuture<Void> all = new CompletableFuture<>();
    host.loop().execute(() -> {
      awaited.put(tracks, all);
      completeOffered();
    });
    return all;
  }

  /** Who publishes what a section carries; empty where that is not known. On the loop. */
  public String userOf(Answer.Section section) {
    int end = section.stream().indexOf(AFTER_PARTICIPANT);
    return users.getOrDefault(end < 0 ? section.stream() : section.stream().substring(0, end), "");
  }

  /** What the server offers to send, as it is now; null before the first offer. On the loop. */
  public @Nullable Answer offered() {
    return offered;
  }

  /** How many offers the server has made. On the loop. */
  public int offers() {
    return offers;
  }

  /** Publishes one audio or one video; completes when it flows. Once. */
  public CompletableFuture<Void> publish(PublisherMedia what) {
    host.loop().execute(() -> {
      media = what;
      announced.add(() -> offer(what));
      channel.send(SignalRequest.newBuilder().setAddTrack(track(what)).build());
    });
    return published;
  }

  /** Hears data packets from now on, and on which channel they came; on the loop. */
  public void hear(PeerChannels.Listener packets) {
    host.loop().execute(() -> heard = packets);
  }

  /** Opens the channels by which it sends data packets; completes when both can be used. Once, and instead of publishing media. */
  public CompletableFuture<Void> speak() {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    host.loop().execute(() -> {
      SignalledPeer out = new SignalledPeer(host, settings, received.receiver());
      sending = out;
      speech = new Speech(host, out, ready);
      ScriptedPeer peer = out.peer();
      DataOffer offer =
        new DataOffer(peer.credentials().ufrag(), peer.credentials().password(), peer.fingerprint(), settings.setup());
      channel.send(SignalRequest.newBuilder().setOffer(described("offer", offer.text(peer.localAddress()), 1)).build());
    });
    return ready;
  }

  /** Sends a data packet; false when too much waits. On the loop. */
  public boolean say(boolean reliable, byte[] packet) {
    Speech open = speech;
    return open != null && open.say(reliable ? RELIABLE : LOSSY, packet);
  }

  /** Says that it leaves, and is gone. */
  @Override
  public void close() {
    host.loop().execute(() -> {
      closed = true;
      channel.send(SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()).build());
      channel.close();
      receiving.peer().close();
      if (sending != null) {
        sending.peer().close();
      }
    });
  }

  private static AddTrackRequest track(PublisherMedia media) {
    boolean video = media.settings().video();
    AddTrackRequest.Builder track = AddTrackRequest.newBuilder()
      .setCid(video ? "video" : "audio").setName(video ? "camera" : "microphone")
      .setType(video ? TrackType.VIDEO : TrackType.AUDIO)
      .setSource(video ? TrackSource.CAMERA : TrackSource.MICROPHONE);
    if (video) {
      track.setWidth(PublisherMedia.WIDTH).setHeight(PublisherMedia.HEIGHT).addLayers(VideoLayer.newBuilder()
        .setQuality(VideoQuality.HIGH).setWidth(PublisherMedia.WIDTH).setHeight(PublisherMedia.HEIGHT));
    }
    return track.build();
  }

  private void onResponse(SignalResponse response) {
    switch (response.getMessageCase()) {
      case JOIN -> onJoin(response.getJoin());
      case UPDATE -> learn(response.getUpdate().getParticipantsList());
      case OFFER -> onOffer(response.getOffer());
      case ANSWER -> onAnswer(response.getAnswer());
      case TRICKLE -> onTrickle(response.getTrickle());
      case TRACK_PUBLISHED -> {
        Runnable next = announced.poll();
        if (next != null) {
          next.run();
        }
      }
      case LEAVE -> onEnd("the server asks to leave: " + response.getLeave().getReason());
      default -> { }
    }
  }

  private void onJoin(JoinResponse join) {
    learn(join.getOtherParticipantsList());
    joined.complete(join);
    ping(Math.max(1, join.getPingInterval()) * NS_PER_S);
  }

  private void learn(List<ParticipantInfo> participants) {
    participants.forEach(one -> users.put(one.getSid(), one.getIdentity()));
  }

  private void completeOffered() {
    Answer now = offered;
    if (now != null) {
      long tracks = now.sections().stream().filter(section -> !section.stream().isEmpty() && !section.rejected()).count();
      awaited.forEach((wanted, all) -> {
        if (wanted <= tracks) {
          all.complete(null);
        }
      });
    }
  }

  private void ping(long intervalNs) {
    host.loop().at(host.loop().nowNs() + intervalNs, nowNs -> {
      if (!closed) {
        channel.send(SignalRequest.newBuilder().setPingReq(Ping.newBuilder().setTimestamp(nowNs)).build());
        ping(intervalNs);
      }
    });
  }

  /** What it receives, or will: every offer names all of it. */
  private void onOffer(SessionDescription offer) {
    Answer told = AnswerReader.read(offer.getSdp()).takenActively();
    ScriptedPeer peer = receiving.peer();
    offered = told;
    offers++;
    received.expect(peer, told);
    Reply reply = new Reply(peer.credentials().ufrag(), peer.credentials().password(), peer.fingerprint(), peer.localAddress());
    channel.send(SignalRequest.newBuilder().setAnswer(described("answer", reply.to(told), offer.getId())).build());
    receiving.described(told);
    completeOffered();
    if (!receives) {
      receives = true;
      PeerChannels _ = new PeerChannels(host, peer, true, (label, packet, arrivedNs) -> heard.onMessage(label, packet, arrivedNs));
      CompletableFuture<Void> _ = peer.opened().thenRun(() -> host.loop().execute(received::start));
    }
  }

  private void offer(PublisherMedia what) {
    SignalledPeer out = new SignalledPeer(host, settings, what.receiver());
    sending = out;
    ScriptedPeer peer = out.peer();
    Offer offer = new Offer(
      peer.credentials().ufrag(), peer.credentials().password(), peer.fingerprint(), settings.setup(), what.sections());
    channel.send(SignalRequest.newBuilder().setOffer(described("offer", offer.text(peer.localAddress()), 1)).build());
  }

  private void onAnswer(SessionDescription described) {
    SignalledPeer out = sending;
    PublisherMedia what = media;
    if (speech != null) {
      speech.answered(AnswerReader.read(described.getSdp()));
      return;
    }
    if (out == null || what == null) {
      return;
    }
    Answer answer = AnswerReader.read(described.getSdp());
    out.described(answer);
    CompletableFuture<SrtpProfile> _ = out.peer().opened().whenComplete((profile, failure) -> {
      if (failure != null) {
        published.completeExceptionally(failure);
      } else {
        host.loop().execute(() -> {
          what.start(out.peer(), answer);
          published.complete(null);
        });
      }
    });
  }

  private void onTrickle(TrickleRequest trickle) {
    SignalledPeer of = trickle.getTarget() == SignalTarget.SUBSCRIBER ? receiving : sending;
    if (of != null) {
      of.trickled(Candidate.ofJson(trickle.getCandidateInit()));
    }
  }

  private void onEnd(String reason) {
    closed = true;
    IllegalStateException failure = new IllegalStateException(reason);
    joined.completeExceptionally(failure);
    published.completeExceptionally(failure);
    if (speech != null) {
      speech.fail(failure);
    }
    awaited.values().forEach(all -> all.completeExceptionally(failure));
    receiving.peer().opened().completeExceptionally(failure);
  }

  private static SessionDescription described(String type, String sdp, int id) {
    return SessionDescription.newBuilder().setType(type).setSdp(sdp).setId(id).build();
  }
}
