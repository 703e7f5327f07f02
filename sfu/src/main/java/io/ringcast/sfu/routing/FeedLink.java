package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.ingress.Publication;
import io.ringcast.sfu.loop.CrossRing;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import java.util.List;

/**
 * A feed on its loop. To the rest of the media plane it is a publisher like any other: its packets enter through ingress, and what ingress
 * would say to a publisher by RTCP reaches the feed as a call.
 */
final class FeedLink implements Publishing.Hearer {
  /** Packets taken from one feed in a turn. */
  private static final int PER_TURN = 256;
  /** A sender report without blocks. */
  private static final int REPORT_BYTES = 28;

  private final Shard shard;
  private final PublicationRef ref;
  private final Feed feed;
  private final CrossRing ring;
  private final DropCounters drops;
  private final Publishing publishing;
  private final CrossRing.Arrival arrival = new CrossRing.Arrival();
  private final RtcpReader rtcp = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] report = new byte[REPORT_BYTES];
  private int demanded;

  FeedLink(Shard shard, PublicationRef ref, Feed feed, CrossRing ring, long nowNs) {
    this.shard = shard;
    this.ref = ref;
    this.feed = feed;
    this.ring = ring;
    drops = new DropCounters(shard.drops());
    publishing = new Publishing(shard, this::onFeedback, drops, this);
    publishing.publish(ref, nowNs);
  }

  PublicationRef publication() {
    return ref;
  }

  boolean hasFed() {
    return !ring.isEmpty();
  }

  void takeFed(long nowNs) {
    for (int i = 0; i < PER_TURN && !ring.isEmpty(); i++) {
      Packet empty = shard.pool().take();
      if (empty == null) {
        drops.count(DropReason.POOL_EXHAUSTED);
        return;
      }
      Packet packet = ring.trade(empty, arrival);
      if (packet == null) {
        empty.release();
        return;
      }
      packet.arrivalNs(nowNs);
      packet.rtp().ssrc((int) source(arrival.stream()).ssrc());
      packet.rtp().payloadType(ref.spec().codec().payloadType());
      publishing.onRtp(packet, nowNs);
    }
  }

  /** Enters what the feed says of its clock as the sender report that a peer would send. */
  void report(int stream, long ntp, int rtpTimestamp, long nowNs) {
    takeFed(nowNs);
    writer.reset(report, 0, report.length);
    if (writer.senderReport((int) source(stream).ssrc(), ntp, rtpTimestamp, 0, 0) && rtcp.wrap(report, 0, writer.length())) {
      publishing.onRtcp(rtcp, nowNs);
    }
  }

  private StreamSource source(int stream) {
    return ref.spec().sources().get(stream);
  }

  /** What ingress says to this publisher: a picture loss indication asks the feed for a keyframe, the rest concerns networks. */
  private void onFeedback(byte[] bytes, int offset, int length, long nowNs) {
    if (!rtcp.wrap(bytes, offset, length)) {
      return;
    }
    while (rtcp.next()) {
      if (rtcp.isPli()) {
        askKeyframe(rtcp.mediaSsrc());
      }
    }
  }

  private void askKeyframe(int ssrc) {
    List<StreamSource> sources = ref.spec().sources();
    for (int i = 0; i < sources.size(); i++) {
      if ((int) sources.get(i).ssrc() == ssrc) {
        feed.onKeyframeRequested(Layers.layer(i, sources.size()));
      }
    }
  }

  @Override
  public void onFirstMedia(Publication publication) {}

  @Override
  public void onDemand(int demandedLayers) {
    int count = ref.spec().sources().size();
    int layers = count == 1 ? Math.min(demandedLayers, 1) : demandedLayers;
    for (int i = 0; i < count; i++) {
      boolean wanted = (layers >> i & 1) != 0;
      if (wanted != ((demanded >> i & 1) != 0)) {
        feed.onDemand(Layers.layer(i, count), wanted);
      }
    }
    demanded = layers;
  }

  void close(long nowNs) {
    publishing.close(nowNs);
  }
}
