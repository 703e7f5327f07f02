package io.ringcast.bench.contender;

import io.ringcast.client.ScriptedPeer;
import io.ringcast.client.media.ArrivalListener;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.PublisherMedia;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.media.SubscriberMedia;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.sdp.AnswerReader;
import io.ringcast.client.sdp.Offer;
import io.ringcast.client.sdp.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A Janus process: publishers offer to its videoroom, subscribers answer what it offers. */
final class RunningJanus implements RunningContender {
  private static final int OPEN_LIMIT_S = 30;
  private static final int PUBLISHERS_MAX = 100;

  private final StartedProcess process;
  private final JanusApi api;
  private final Terms terms;
  private final ServerUsage usage;
  /** The videoroom knows rooms by numbers. */
  private final Map<String, Long> rooms = new HashMap<>();

  RunningJanus(StartedProcess process, JanusApi api, Terms terms) {
    this.process = process;
    this.api = api;
    this.terms = terms;
    usage = new ServerUsage(process.pid());
  }

  @Override
  public MediaSource publish(String room, PublisherSettings settings, PayloadListener sent) {
    long handle = api.attach();
    long number = rooms.computeIfAbsent(room, name -> create(handle));
    PublisherMedia media = new PublisherMedia(terms.publishers().loop(), settings, sent, terms.publishers().random());
    ScriptedPeer peer = new ScriptedPeer(terms.publishers(), terms.peers(), media.receiver());
    ObjectNode join = api.body("joinandconfigure").put("ptype", "publisher").put("room", number);
    Offer offer = new Offer(peer.credentials().ufrag(), peer.credentials().password(), peer.fingerprint(), peer.settings().setup(),
      media.sections());
    JsonNode joined = api.tell(handle, join, "offer", offer.text(peer.localAddress()));
    Answer answer = AnswerReader.read(joined.path("jsep").path("sdp").asString());
    String id = joined.path("plugindata").path("data").path("id").asString();
    open(peer, answer);
    terms.publishers().loop().execute(() -> media.start(peer, answer));
    return new Source(handle, peer, media, id);
  }

  @Override
  public MediaSink watch(String room, List<MediaSource> sources, List<ArrivalListener> heard) {
    long handle = api.attach();
    SubscriberMedia media = new SubscriberMedia(terms.subscribers().loop(), terms.subscribers().random().nextInt(),
      (ssrc, sequence, bytes, offset, length) -> { });
    ScriptedPeer peer = new ScriptedPeer(terms.subscribers(), terms.peers(), media.receiver());
    ObjectNode join = api.body("join").put("ptype", "subscriber").put("room", rooms.getOrDefault(room, 0L));
    ArrayNode streams = join.putArray("streams");
    sources.forEach(source -> streams.addObject().put("feed", Long.parseLong(source.id())));
    JsonNode attached = api.tell(handle, join, "", "");
    Answer offer = AnswerReader.read(attached.path("jsep").path("sdp").asString()).takenActively();
    Reply reply = new Reply(peer.credentials().ufrag(), peer.credentials().password(), peer.fingerprint(), peer.localAddress());
    media.decryptOneOf(terms.decryptOneOf());
    media.tell((section, sequence, marker, recovered, count, nowNs) ->
      heard.get(section).onArrival(section, sequence, marker, recovered, count, nowNs));
    terms.subscribers().loop().execute(() -> media.expect(peer, offer));
    api.tell(handle, api.body("start"), "answer", reply.to(offer));
    open(peer, offer);
    terms.subscribers().loop().execute(media::start);
    return () -> leave(peer, handle);
  }

  @Override
  public ServerUsage usage() {
    return usage;
  }

  /** It sends each packet by a system call of its own, and does not count them. */
  @Override
  public OptionalLong sends() {
    return OptionalLong.empty();
  }

  @Override
  public long heldBytes() throws IOException {
    return usage.anonymousBytes();
  }

  @Override
  public void close() {
    api.close();
    process.close();
  }

  @Override
  public OptionalDouble allocatedPerPacket(Duration span) {
    return OptionalDouble.empty();
  }

  private void leave(ScriptedPeer peer, long handle) {
    peer.close();
    api.detach(handle);
  }

  private long create(long handle) {
    ObjectNode create = api.body("create").put("publishers", PUBLISHERS_MAX).put("bitrate", 0)
      .put("videocodec", "vp8").put("audiocodec", "opus").put("notify_joining", false);
    return api.ask(handle, create).path("room").asLong();
  }

  private static void open(ScriptedPeer peer, Answer answer) {
    peer.connect(answer);
    peer.opened().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
  }

  /** A publisher's handle and peer. */
  private final class Source implements MediaSource {
    private final long handle;
    private final ScriptedPeer peer;
    private final PublisherMedia media;
    private final String id;

    private Source(long handle, ScriptedPeer peer, PublisherMedia media, String id) {
      this.handle = handle;
      this.peer = peer;
      this.media = media;
      this.id = id;
    }

    @Override
    public PublisherMedia media() {
      return media;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void close() {
      leave(peer, handle);
    }
  }
}
