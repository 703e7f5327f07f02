package io.ringcast.sfu;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEvents;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.PeerData;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.routing.DataLink;
import io.ringcast.sfu.routing.PeerLink;
import io.ringcast.sfu.routing.SendBuffer;
import io.ringcast.sfu.routing.Shard;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjLongConsumer;

/** A peer's data channels as signaling holds them: sends commands to the peer's loop. */
final class ServerData implements PeerData {
  private final Mailbox mailbox;
  private final Shard shard;
  private final PeerId peer;
  private final SendBuffer buffer = new SendBuffer();
  private final AtomicInteger refused = new AtomicInteger();
  /** What the listener is done with and the loop does not know yet. */
  private final AtomicInteger givenBack = new AtomicInteger();

  /** @param shard touched on its loop, by way of the mailbox */
  ServerData(Mailbox mailbox, Shard shard, PeerId peer) {
    this.mailbox = mailbox;
    this.shard = shard;
    this.peer = peer;
  }

  @Override
  public void listen(DataEvents events) {
    boolean _ = tell((data, nowNs) -> data.listen(events));
  }

  @Override
  public void peerTakes(int maxMessageBytes) {
    boolean _ = tell((data, nowNs) -> data.peerTakes(maxMessageBytes));
  }

  @Override
  public void open(DataChannelSpec spec) {
    boolean _ = tell((data, nowNs) -> data.open(spec, nowNs));
  }

  @Override
  public boolean send(String label, byte[] message, boolean binary) {
    if (!buffer.take(message)) {
      refuse();
      return false;
    }
    boolean posted = tell((data, nowNs) -> {
      data.send(label, message, binary, nowNs);
      buffer.giveBack(message);
    });
    if (!posted) {
      buffer.giveBack(message);
      refuse();
    }
    return posted;
  }

  /** The room that was missing may be there by now, and then nothing else would tell. */
  private void refuse() {
    refused.incrementAndGet();
    if (buffer.refuse()) {
      settle();
    }
  }

  @Override
  public int bufferedBytes() {
    return buffer.bytes();
  }

  @Override
  public void done(byte[] message) {
    int cost = message.length + MESSAGE_OVERHEAD_BYTES;
    if (givenBack.getAndAdd(cost) == 0) {
      settle();
    }
  }

  @Override
  public void close(String label) {
    boolean _ = tell((data, nowNs) -> data.close(label, nowNs));
  }

  /** Has the loop do what follows every command. */
  private void settle() {
    boolean _ = tell((data, nowNs) -> { });
  }

  private boolean tell(ObjLongConsumer<DataLink> action) {
    return mailbox.post(nowNs -> onLoop(action, nowNs));
  }

  private void onLoop(ObjLongConsumer<DataLink> action, long nowNs) {
    PeerLink link = shard.peers().find(peer);
    if (link == null) {
      return;
    }
    int late = refused.getAndSet(0);
    if (late > 0) {
      link.transport().drops().count(DropReason.MESSAGE_BUFFER_FULL, late);
    }
    link.data().use(buffer);
    action.accept(link.data(), nowNs);
    link.data().settle(givenBack.getAndSet(0), nowNs);
  }
}
