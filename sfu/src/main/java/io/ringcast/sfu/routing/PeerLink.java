package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.ingress.Publication;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.transport.Transport;
import io.ringcast.sfu.wire.RtcpReader;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One peer on its loop: its transport, what it sends and what it receives, joined together. */
public final class PeerLink implements Transport.Listener, Publishing.Hearer {
  private static final double NS_PER_MS = 1e6;

  private final Shard shard;
  private RoomScope room;
  private final PeerId id;
  private final Runnable onGone;
  private final DropCounters drops;
  private final Transport transport;
  private final Publishing publishing;
  private final Receiving receiving;
  private final DataLink data;
  private final RtcpReader rtcp = new RtcpReader();

  PeerLink(Shard shard, RoomScope room, PeerId id, IceCredentials local, Runnable onGone) {
    this.shard = shard;
    this.room = room;
    this.id = id;
    this.onGone = onGone;
    transport = new Transport(local, shard.services(), this);
    drops = transport.drops();
    publishing = new Publishing(shard, transport, drops, this);
    receiving = new Receiving(shard, transport, room, id);
    data = new DataLink(shard, transport);
  }

  PeerId id() {
    return id;
  }

  RoomScope room() {
    return room;
  }

  void room(RoomScope next) {
    room = next;
    receiving.room(next);
  }

  Runnable onGone() {
    return onGone;
  }

  public Transport transport() {
    return transport;
  }

  /** Its data channels. */
  public DataLink data() {
    return data;
  }

  Publishing publishing() {
    return publishing;
  }

  Receiving receiving() {
    return receiving;
  }

  @Override
  public void onOpen(long nowNs) {
    room.events().on(new MediaEvent.PeerConnected(id));
    receiving.onOpen(nowNs);
    data.onTransportOpen(nowNs);
  }

  @Override
  public void onData(byte[] bytes, long nowNs) {
    data.onData(bytes, nowNs);
  }

  @Override
  public void onRtp(Packet owned, long nowNs) {
    publishing.onRtp(owned, nowNs);
  }

  @Override
  public void onRtcp(byte[] bytes, int offset, int length, long nowNs) {
    if (!rtcp.wrap(bytes, offset, length)) {
      drops.count(DropReason.RTCP_MALFORMED);
      return;
    }
    publishing.onRtcp(rtcp, nowNs);
    if (rtcp.wrap(bytes, offset, length)) {
      receiving.onRtcp(rtcp, nowNs);
    }
  }

  @Override
  public void onFirstMedia(Publication publication) {
    room.events().on(new MediaEvent.FirstMediaReceived(id, publication.spec().id()));
  }

  /** A browser is not told which layers nobody wants. */
  @Override
  public void onDemand(int layers) {}

  /** Says good-bye and frees everything. */
  void close(CloseReason reason, long nowNs) {
    receiving.sayBye(nowNs);
    transport.close(reason, nowNs);
  }

  @Override
  public void onClosed(CloseReason reason, long nowNs) {
    publishing.close(nowNs);
    receiving.close(nowNs);
    data.onTransportClosed(nowNs);
    shard.peers().onClosed(this);
    room.events().on(new MediaEvent.PeerClosed(id, reason));
  }

  PeerReport report(long nowNs) {
    InetSocketAddress remote = transport.remoteAddress();
    long rttNs = receiving.rttNs() < 0 ? publishing.rttNs(nowNs) : receiving.rttNs();
    return new PeerReport(
        id,
        transport.state(),
        remote == null ? "" : remote.getAddress().getHostAddress() + ':' + remote.getPort(),
        rttNs < 0 ? -1 : rttNs / NS_PER_MS,
        publishing.report(nowNs),
        receiving.report(nowNs),
        drops.snapshot(),
        receiving.bandwidth(nowNs));
  }

  void collectSpeakers(Map<RoomScope, List<Speaker>> byRoom) {
    List<Speaker> speakers = new ArrayList<>();
    publishing.collectSpeakers(speakers);
    if (!speakers.isEmpty()) {
      byRoom.computeIfAbsent(room, absent -> new ArrayList<>()).addAll(speakers);
    }
  }
}
