package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.ingress.IncomingMedia;
import io.ringcast.sfu.ingress.Publication;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.wire.RtcpReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one origin, a peer or a feed, publishes: its incoming media, joined to the replicas on its loop. */
final class Publishing implements MediaOrigin, IncomingMedia.Listener {
  private final Shard shard;
  private final IncomingMedia incoming;
  private final Hearer hearer;
  private final Map<Long, Replica> replicas = new HashMap<>();
  private boolean dirty;

  /** Who is told what happens to the publications. */
  interface Hearer {
    void onFirstMedia(Publication publication);

    /** @param layers the layers that anybody wants now, one bit an index */
    void onDemand(int layers);
  }

  Publishing(Shard shard, RtcpSink rtcp, DropCounters drops, Hearer hearer) {
    this.shard = shard;
    this.hearer = hearer;
    incoming = new IncomingMedia(rtcp, shard.timers(), drops, shard.random().nextInt(), shard.random(), this);
  }

  void publish(PublicationRef ref, long nowNs) {
    Publication publication = incoming.publish(ref.spec(), ref.key(), nowNs);
    replicas.put(ref.key(), shard.replicas().openHome(ref, publication.layers(), new ToPublisher(publication, hearer)));
  }

  void unpublish(PublicationId id, long nowNs) {
    Publication publication = incoming.publication(id);
    if (publication != null) {
      incoming.flush(nowNs);
      incoming.unpublish(id);
      replicas.remove(publication.key());
      shard.replicas().endHome(publication.key(), nowNs);
    }
  }

  void mute(PublicationId id, boolean muted, long nowNs) {
    incoming.mute(id, muted, nowNs);
  }

  /** Takes ownership of a decrypted RTP packet. */
  void onRtp(Packet packet, long nowNs) {
    incoming.onRtp(packet, nowNs);
    if (!dirty && incoming.hasPending()) {
      dirty = true;
      shard.markDirty(this);
    }
  }

  void onRtcp(RtcpReader reader, long nowNs) {
    incoming.onRtcp(reader, nowNs);
  }

  @Override
  public void flush(long nowNs) {
    dirty = false;
    incoming.flush(nowNs);
  }

  /** Ends every publication and its feedback. */
  void close(long nowNs) {
    incoming.flush(nowNs);
    for (Long key : List.copyOf(replicas.keySet())) {
      shard.replicas().endHome(key, nowNs);
    }
    replicas.clear();
    incoming.close();
  }

  /** The round-trip time to the origin; negative when it is unknown. */
  long rttNs(long nowNs) {
    return incoming.rttNs(nowNs);
  }

  int count() {
    return replicas.size();
  }

  List<PublicationReport> report(long nowNs) {
    List<PublicationReport> reports = new ArrayList<>();
    for (Publication publication : incoming.publications()) {
      reports.add(publication.report(nowNs));
    }
    return reports;
  }

  /** Adds those who speak now. */
  void collectSpeakers(List<Speaker> speakers) {
    for (Publication publication : incoming.publications()) {
      if (publication.kind() == MediaKind.AUDIO && !publication.muted()
          && publication.audioLevel() >= ActiveSpeakers.SPEAKING_LEVEL) {
        speakers.add(new Speaker(publication.spec().id(), publication.audioLevel()));
      }
    }
  }

  @Override
  public void onRun(Publication publication, Run run, long nowNs) {
    Replica replica = replicas.get(publication.key());
    if (replica != null) {
      replica.onRun(run, nowNs);
    } else {
      for (int i = 0; i < run.size(); i++) {
        run.packet(i).release();
      }
    }
  }

  @Override
  public void onFirstMedia(Publication publication, long nowNs) {
    hearer.onFirstMedia(publication);
  }

  @Override
  public void onLayerState(Publication publication, int layer, long nowNs) {
    Replica replica = replicas.get(publication.key());
    if (replica != null) {
      replica.onLayerState(layer, nowNs);
    }
  }

  /** Carries the replica's wishes to the publication on the same loop. */
  private record ToPublisher(Publication publication, Hearer hearer) implements Replica.Upstream {
    @Override
    public void requestKeyframe(int stream, long nowNs) {
      publication.requestKeyframe(stream, nowNs);
    }

    @Override
    public void demand(int layers, long nowNs) {
      hearer.onDemand(layers);
    }
  }
}
