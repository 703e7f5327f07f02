package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.Tap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The taps of one loop: each sits at its publication's home loop. */
public final class TapTable {
  private final Shard shard;
  private final Map<Long, TapSeat> seats = new HashMap<>();

  TapTable(Shard shard) {
    this.shard = shard;
  }

  public void open(long id, PublicationRef publication, Tap tap, long nowNs) {
    Replica replica = shard.replicas().open(publication);
    if (replica == null) {
      tap.onEnd();
      return;
    }
    TapSeat seat = new TapSeat(replica, tap);
    seats.put(id, seat);
    replica.attach(seat, nowNs);
    seat.requestKeyframe(nowNs);
  }

  public void want(long id, Layer layer, long nowNs) {
    TapSeat seat = seats.get(id);
    if (seat != null) {
      seat.want(layer, nowNs);
    }
  }

  public void requestKeyframe(long id, long nowNs) {
    TapSeat seat = seats.get(id);
    if (seat != null) {
      seat.requestKeyframe(nowNs);
    }
  }

  public void close(long id, long nowNs) {
    TapSeat seat = seats.remove(id);
    if (seat != null) {
      shard.replicas().detach(seat.source(), seat, nowNs);
      seat.onEnd(nowNs);
    }
  }

  void closeAll(long nowNs) {
    for (Long id : List.copyOf(seats.keySet())) {
      close(id, nowNs);
    }
  }
}
