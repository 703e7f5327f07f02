package io.ringcast.fuzz.body;

import io.ringcast.sfu.wire.sctp.ChannelOpen;
import java.util.List;

/** Messages that open a data channel: what is read is written again and read alike. */
public final class ChannelOpenBody implements FuzzBody {
  @Override
  public void take(byte[] input) {
    ChannelOpen open = ChannelOpen.read(input);
    Invariant.holds(open == null || !ChannelOpen.isAck(input), "a message is one thing");
    if (open != null && open.label().indexOf('\uFFFD') < 0 && open.protocol().indexOf('\uFFFD') < 0) {
      Invariant.holds(open.equals(ChannelOpen.read(open.write())), "what is written is read alike");
    }
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(new ChannelOpen(0x81, 256, 3, "label", "protocol").write(), ChannelOpen.ack());
  }
}
