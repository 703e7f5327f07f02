package io.ringcast.sfu;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEvents;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.PeerData;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.routing.DataLink;
import io.ringcast.sfu.routing.PeerLink;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjLongConsumer;

/** A peer's data channels as signaling holds them: sends commands to the peer's loop. */
final class ServerData implements PeerData {
  /** Messages of one peer that wait for its loop: some milliseconds of what a fast sender sends. What exceeds it is dropped. */
  static final int WAITING_BYTES = 1 << 20;

  /** What a waiting message costs beside its bytes. */
  private static final int OVERHEAD_BYTES = 128;

  private final LoopHost host;
  private final PeerId peer;
  private final AtomicInteger waitingBytes = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  ServerData(LoopHost host, PeerId peer) {
    this.host = host;
    this.peer = peer;
  }

  @Override
  public void listen(DataEvents events) {
    tell((data, nowNs) -> data.listen(events));
  }

  @Override
  public void open(DataChannelSpec spec) {
    tell((data, nowNs) -> data.open(spec, nowNs));
  }

  @Override
  public boolean send(String label, byte[] message, boolean binary) {
    int cost = message.length + OVERHEAD_BYTES;
    if (waitingBytes.addAndGet(cost) > WAITING_BYTES) {
      waitingBytes.addAndGet(-cost);
      refused.incrementAndGet();
      return false;
    }
    boolean posted = host.post(nowNs -> {
      waitingBytes.addAndGet(-cost);
      onLoop((data, atNs) -> data.send(label, message, binary, atNs), nowNs);
    });
    if (!posted) {
      waitingBytes.addAndGet(-cost);
    }
    return posted;
  }

  @Override
  public void close(String label) {
    tell((data, nowNs) -> data.close(label, nowNs));
  }

  private void tell(ObjLongConsumer<DataLink> action) {
    host.post(nowNs -> onLoop(action, nowNs));
  }

  private void onLoop(ObjLongConsumer<DataLink> action, long nowNs) {
    PeerLink link = host.shard().peers().find(peer);
    if (link != null) {
      int late = refused.getAndSet(0);
      if (late > 0) {
        link.transport().drops().count(DropReason.MESSAGE_BUFFER_FULL, late);
      }
      action.accept(link.data(), nowNs);
    }
  }
}
