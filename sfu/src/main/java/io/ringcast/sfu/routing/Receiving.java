package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomReport.BandwidthReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.congestion.Allocation;
import io.ringcast.sfu.congestion.DepartureBudget;
import io.ringcast.sfu.congestion.Estimate;
import io.ringcast.sfu.egress.OutgoingMedia;
import io.ringcast.sfu.egress.OutgoingStart;
import io.ringcast.sfu.egress.OutgoingStream;
import io.ringcast.sfu.egress.Subscription;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.transport.Transport;
import io.ringcast.sfu.wire.RtcpReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What one peer receives: its subscriptions, joined to the replicas on its loop. */
final class Receiving implements OutgoingMedia.Listener {
  private final Shard shard;
  private RoomScope room;
  private final PeerId peer;
  private final OutgoingMedia outgoing;
  private final Map<SubscriptionId, Seat> seats = new LinkedHashMap<>();

  /** A subscription and where it sits. */
  private record Seat(Subscription subscription, Replica replica) {}

  Receiving(Shard shard, Transport transport, RoomScope room, PeerId peer) {
    this.shard = shard;
    this.room = room;
    this.peer = peer;
    outgoing = new OutgoingMedia(transport, transport, shard.timers(), transport.drops(), DepartureBudget.UNLIMITED,
      shard.newBandwidth(), this);
  }

  void room(RoomScope next) {
    room = next;
  }

  void subscribe(SubscribeOrder order, long nowNs) {
    Replica replica = shard.replicas().open(order.publication());
    if (replica == null) {
      return;
    }
    RandomGenerator random = shard.random();
    OutgoingStart start = new OutgoingStart(random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
    OutgoingStream stream = new OutgoingStream(order.ssrc(), order.rtxSsrc(), order.cname());
    Subscription subscription = outgoing.subscribe(order.id(), order.spec(), stream, start, replica, nowNs);
    seats.put(order.id(), new Seat(subscription, replica));
    replica.attach(subscription, nowNs);
  }

  void onOpen(long nowNs) {
    outgoing.onOpen(nowNs);
  }

  void want(SubscriptionId id, Layer layer, long nowNs) {
    Seat seat = seats.get(id);
    if (seat != null) {
      seat.subscription().want(layer, nowNs);
    }
  }

  void wantTemporal(SubscriptionId id, int highest) {
    Seat seat = seats.get(id);
    if (seat != null) {
      seat.subscription().wantTemporal(highest);
    }
  }

  void pause(SubscriptionId id, boolean paused, long nowNs) {
    Seat seat = seats.get(id);
    if (seat != null) {
      seat.subscription().pause(paused, nowNs);
    }
  }

  void unsubscribe(SubscriptionId id, long nowNs) {
    Seat seat = seats.remove(id);
    if (seat != null) {
      outgoing.unsubscribe(id);
      shard.replicas().detach(seat.replica(), seat.subscription(), nowNs);
    }
  }

  void onRtcp(RtcpReader reader, long nowNs) {
    outgoing.onRtcp(reader, nowNs);
  }

  void sayBye(long nowNs) {
    outgoing.sayBye(nowNs);
  }

  void close(long nowNs) {
    for (SubscriptionId id : List.copyOf(seats.keySet())) {
      unsubscribe(id, nowNs);
    }
    outgoing.close();
  }

  long rttNs() {
    return outgoing.rttNs();
  }

  @Nullable BandwidthReport bandwidth(long nowNs) {
    Estimate estimate = outgoing.estimate(nowNs);
    Allocation allocation = outgoing.allocation();
    return estimate == null ? null : new BandwidthReport(estimate.rateBps(), estimate.cause().name(), estimate.deliveredBps(),
      estimate.queueDelayMs(), estimate.pathLoss(), allocation.usedBps(), allocation.wishBps());
  }

  int count() {
    return seats.size();
  }

  List<SubscriptionReport> report(long nowNs) {
    List<SubscriptionReport> reports = new ArrayList<>();
    for (Seat seat : seats.values()) {
      reports.add(seat.subscription().report(nowNs));
    }
    return reports;
  }

  @Override
  public void onFirstForwarded(Subscription subscription, long nowNs) {
    room.events().on(new MediaEvent.FirstMediaForwarded(peer, subscription.id(), subscription.spec().publication()));
  }

  @Override
  public void onLayerChanged(Subscription subscription, int layer, long nowNs) {
    room.events().on(new MediaEvent.LayerChanged(peer, subscription.id(), name(subscription, layer)));
  }

  @Override
  public void onPausedByRate(Subscription subscription, boolean paused, long nowNs) {
    room.events().on(new MediaEvent.PausedByRate(peer, subscription.id(), paused));
  }

  private @Nullable Layer name(Subscription subscription, int layer) {
    Seat seat = seats.get(subscription.id());
    return layer < 0 || seat == null ? null : Layers.layer(layer, seat.replica().layers().count());
  }
}
