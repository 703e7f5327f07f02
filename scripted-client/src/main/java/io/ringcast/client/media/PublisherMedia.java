package io.ringcast.client.media;

import io.ringcast.client.ClientLoop;
import io.ringcast.client.ScriptedPeer;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.sdp.Offer;
import io.ringcast.client.srtp.PacketBuffer;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The media of one publisher: audio every 20 ms, frames at their rate, reports every second. On the loop, {@link #report} aside. */
public final class PublisherMedia {
  /** What was sent and asked for so far. */
  public record Report(long videoPackets, long audioPackets, long retransmissions, int keyframes, int keyframeRequests,
    long nacked, long transportFeedbacks, long receiverReports) {}

  private static final long NS_PER_S = 1_000_000_000L;
  private static final long NS_PER_MS = 1_000_000L;
  private static final long AUDIO_INTERVAL_NS = 20 * NS_PER_MS;
  private static final long REPORT_INTERVAL_NS = NS_PER_S;
  private static final long FIRST_REPORT_NS = 50 * NS_PER_MS;
  private static final int AUDIO_CLOCK_RATE = 48_000;
  private static final int AUDIO_PAYLOAD_BYTES = 120;
  /** Stereo CELT, full band, one frame of 20 ms (RFC 6716 section 3.1). */
  private static final byte OPUS_TOC = (byte) 0xFC;
  /** Of the largest layer, as keyframes and those who announce it tell. */
  public static final int WIDTH = 1280;
  public static final int HEIGHT = 720;
  private static final int RTCP_LIMIT = 1200;
  private static final String CNAME = "scripted";
  private static final String RED = "red";
  private static final String OPUS = "opus";

  private final ClientLoop loop;
  private final PublisherSettings settings;
  private final PayloadListener sent;
  private final RandomGenerator random;
  private final int audioSsrc;
  private final int videoSsrc;
  private final int videoRtxSsrc;
  private final List<VideoLayer> layers = new ArrayList<>();
  private final RtcpReader reader = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] rtcp = new byte[RTCP_LIMIT];
  private final byte[] audioPayload = new byte[AUDIO_PAYLOAD_BYTES];
  private @Nullable OutgoingStream audio;
  private @Nullable RedundantAudio redundancy;
  private @Nullable ScriptedPeer peer;
  private boolean running;
  private long startNs;
  private long startUnixNs;
  private int audioTimestampBase;
  private long audioCount;
  private long frameCount;
  private long nacked;
  private long transportFeedbacks;
  private long receiverReports;

  public PublisherMedia(ClientLoop loop, PublisherSettings settings, PayloadListener sent, RandomGenerator random) {
    this.loop = loop;
    this.settings = settings;
    this.sent = sent;
    this.random = random;
    audioSsrc = random.nextInt();
    videoSsrc = random.nextInt();
    videoRtxSsrc = random.nextInt();
  }

  /** This as what a peer tells of what arrives. */
  public ScriptedPeer.Listener receiver() {
    return new ScriptedPeer.Listener() {
      @Override
      public void onRtp(PacketBuffer packet, long nowNs) {}

      @Override
      public void onRtcp(PacketBuffer packet, long nowNs) {
        PublisherMedia.this.onRtcp(packet.getBuffer(), packet.getOffset(), packet.getLength(), nowNs);
      }

      @Override
      public void onClosed(String reason) {
        stop();
      }
    };
  }

  /** The sections that offer it, in the order audio, video. */
  public List<Offer.Media> sections() {
    List<Offer.Media> sections = new ArrayList<>();
    if (settings.audio()) {
      sections.add(Offer.Media.audio(
        Integer.toString(sections.size()), settings.redundantAudio() ? List.of("red", "opus") : List.of("opus"), audioSsrc));
    }
    if (settings.video()) {
      sections.add(Offer.Media.video(
        Integer.toString(sections.size()), List.of(settings.videoCodec()), settings.rids(), plainVideoSsrcs()));
    }
    return sections;
  }

  public PublisherSettings settings() {
    return settings;
  }

  public int audioSsrc() {
    return audioSsrc;
  }

  /** Primary and RTX of a plain stream; none with simulcast, whose layers are told by rid. */
  public List<Integer> plainVideoSsrcs() {
    return settings.rids().isEmpty() ? List.of(videoSsrc, videoRtxSsrc) : List.of();
  }

  /** Starts sending what the answer agreed to. */
  public void start(ScriptedPeer to, Answer answer) {
    OutgoingStream.TransportCount count = new OutgoingStream.TransportCount();
    peer = to;
    running = true;
    startNs = loop.nowNs();
    startUnixNs = System.currentTimeMillis() * NS_PER_MS;
    audioTimestampBase = random.nextInt();
    answer.section("audio").ifPresent(section -> {
      audio = stream(to, section, audioSsrc, 0, "", count);
      redundancy = redundancy(section);
      loop.at(startNs, this::onAudioDue);
    });
    answer.section("video").ifPresent(section -> {
      addLayers(to, section, count);
      loop.at(startNs, this::onFrameDue);
    });
    loop.at(startNs + FIRST_REPORT_NS, this::onReportDue);
  }

  public void stop() {
    running = false;
  }

  /** Sends nothing any more, while the transport stays; from any thread. */
  public void rest() {
    loop.execute(this::stop);
  }

  /** Everything counted so far; from any thread. */
  public Report report() {
    CompletableFuture<Report> done = new CompletableFuture<>();
    loop.execute(() -> done.complete(count()));
    return done.join();
  }

  /** Takes what the server says. */
  public void onRtcp(byte[] bytes, int offset, int length, long nowNs) {
    if (!reader.wrap(bytes, offset, length)) {
      return;
    }
    while (reader.next()) {
      if (reader.isNack()) {
        int ssrc = reader.mediaSsrc();
        nacked += reader.visitNackedSequences(sequence -> resend(ssrc, sequence, nowNs));
      } else if (reader.isPli()) {
        requestKeyframe(reader.mediaSsrc());
      } else if (reader.isFir()) {
        for (int i = 0; i < reader.firCount(); i++) {
          requestKeyframe(reader.firSsrc(i));
        }
      } else if (reader.isTwcc()) {
        transportFeedbacks++;
      } else if (reader.reportBlockCount() > 0) {
        receiverReports++;
      }
    }
  }

  private void addLayers(ScriptedPeer to, Answer.Section section, OutgoingStream.TransportCount count) {
    List<String> rids = settings.rids().isEmpty() ? List.of("") : settings.rids();
    for (int i = 0; i < rids.size(); i++) {
      int halvings = rids.size() - 1 - i;
      boolean plain = settings.rids().isEmpty();
      int ssrc = plain ? videoSsrc : random.nextInt();
      int rtxSsrc = plain ? videoRtxSsrc : random.nextInt();
      VideoLayer.Shape shape = new VideoLayer.Shape(i, Math.max(1, settings.packetsPerFrame() >> halvings), settings.payloadBytes(),
        WIDTH >> halvings, HEIGHT >> halvings);
      layers.add(new VideoLayer(stream(to, section, ssrc, rtxSsrc, rids.get(i), count), shape,
        VideoPayload.of(settings.videoCodec()), random.nextInt(), sent));
    }
  }

  private OutgoingStream stream(
    ScriptedPeer to, Answer.Section section, int ssrc, int rtxSsrc, String rid, OutgoingStream.TransportCount count) {
    OutgoingStream.Names names = new OutgoingStream.Names(ssrc, rtxSsrc, section.primary().orElseThrow().type(),
      section.rtx().map(Answer.Payload::type).orElse(-1), section.mid(), rid);
    OutgoingStream.Extensions extensions = new OutgoingStream.Extensions(section.extension(Offer.MID_URI),
      section.extension(Offer.RID_URI), section.extension(Offer.REPAIRED_RID_URI), section.extension(Offer.ABS_SEND_TIME_URI),
      section.extension(Offer.TRANSPORT_CC_URI), section.extension(Offer.AUDIO_LEVEL_URI));
    return new OutgoingStream(to, names, extensions, count, random.nextInt());
  }

  /** Where the answer puts redundant audio first. */
  private static @Nullable RedundantAudio redundancy(Answer.Section section) {
    if (!section.primary().orElseThrow().codec().equals(RED)) {
      return null;
    }
    int opus = section.payloads().stream().filter(payload -> payload.codec().equals(OPUS)).findFirst().orElseThrow().type();
    return new RedundantAudio(opus, (int) (AUDIO_INTERVAL_NS * AUDIO_CLOCK_RATE / NS_PER_S));
  }

  private void onAudioDue(long nowNs) {
    OutgoingStream stream = audio;
    if (!running || stream == null) {
      return;
    }
    audioPayload[0] = OPUS_TOC;
    for (int i = 1; i < audioPayload.length; i++) {
      audioPayload[i] = (byte) (audioCount * 17 + i);
    }
    Stamp.write(audioPayload, audioPayload.length, 0, 0, audioCount, nowNs);
    byte[] payload = redundancy == null ? audioPayload : redundancy.wrap(audioPayload);
    sent.onPayload(audioSsrc, audioCount, payload, 0, payload.length);
    stream.send(audioCount == 0, audioTimestampAt(audioCount * AUDIO_INTERVAL_NS), payload, payload.length, nowNs);
    audioCount++;
    loop.at(startNs + audioCount * AUDIO_INTERVAL_NS, this::onAudioDue);
  }

  private void onFrameDue(long nowNs) {
    if (!running) {
      return;
    }
    boolean byInterval = settings.keyframeInterval() > 0 && frameCount % settings.keyframeInterval() == 0;
    for (VideoLayer layer : layers) {
      layer.sendFrame(loop, nowNs, frameCount * NS_PER_S / settings.framesPerSecond(), settings.spacingNs(), byInterval);
    }
    frameCount++;
    loop.at(startNs + frameCount * NS_PER_S / settings.framesPerSecond(), this::onFrameDue);
  }

  private void onReportDue(long nowNs) {
    ScriptedPeer to = peer;
    if (!running || to == null) {
      return;
    }
    long mediaNs = nowNs - startNs;
    long ntp = Ntp.fromUnixNs(startUnixNs + mediaNs);
    for (VideoLayer layer : layers) {
      writer.reset(rtcp, 0, RTCP_LIMIT);
      layer.stream().report(writer, ntp, layer.timestampAt(mediaNs), CNAME);
      to.sendRtcp(rtcp, writer.length());
    }
    if (audio != null) {
      writer.reset(rtcp, 0, RTCP_LIMIT);
      audio.report(writer, ntp, audioTimestampAt(mediaNs), CNAME);
      to.sendRtcp(rtcp, writer.length());
    }
    loop.at(nowNs + REPORT_INTERVAL_NS, this::onReportDue);
  }

  private int audioTimestampAt(long mediaNs) {
    return audioTimestampBase + (int) (mediaNs * AUDIO_CLOCK_RATE / NS_PER_S);
  }

  private void resend(int ssrc, int sequence, long nowNs) {
    for (VideoLayer layer : layers) {
      if (layer.stream().names().ssrc() == ssrc) {
        layer.stream().resend(sequence, nowNs);
      }
    }
  }

  private void requestKeyframe(int ssrc) {
    for (VideoLayer layer : layers) {
      if (layer.stream().names().ssrc() == ssrc) {
        layer.onKeyframeRequest();
      }
    }
  }

  private Report count() {
    long video = 0;
    long again = 0;
    int keyframes = 0;
    int requests = 0;
    for (VideoLayer layer : layers) {
      video += layer.stream().packets();
      again += layer.stream().retransmissions();
      keyframes += layer.keyframes();
      requests += layer.keyframeRequests();
    }
    return new Report(video, audioCount, again, keyframes, requests, nacked, transportFeedbacks, receiverReports);
  }
}
