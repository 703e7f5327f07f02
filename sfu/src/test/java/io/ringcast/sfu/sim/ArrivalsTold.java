package io.ringcast.sfu.sim;

import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.SequenceUnwrapper;
import io.ringcast.sfu.wire.TransportSequence;
import io.ringcast.sfu.wire.TwccFeedback;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Transport-wide feedback of one simulated receiver: what arrived since the last message, every so often, as browsers tell it. */
final class ArrivalsTold {
  /** A jump by more begins the numbering anew. */
  private static final int MOST_TOLD = 400;
  private static final long NOT_RECEIVED = -1;
  private static final int OWN_SSRC = 1;

  private final int extensionId;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final NavigableMap<Long, Long> arrivals = new TreeMap<>();
  private long base = -1;
  private int mediaSsrc;
  private int messages;

  ArrivalsTold(int extensionId) {
    this.extensionId = extensionId;
  }

  void onRtp(RtpView packet, long nowNs) {
    if (packet.findExtension(extensionId)) {
      int sequence = TransportSequence.sequence(packet.bytes(), packet.extensionOffset(), packet.extensionLength());
      arrivals.putIfAbsent(unwrapper.unwrap(sequence), nowNs / TwccFeedback.TICK_NS);
      mediaSsrc = packet.ssrc();
    }
  }

  /** Writes one message, if there is anything to tell; false when there is not. */
  boolean write(RtcpWriter writer) {
    if (arrivals.isEmpty()) {
      return false;
    }
    long last = arrivals.lastKey();
    long first = arrivals.firstKey();
    base = base < 0 || last - base > MOST_TOLD ? Math.max(first, last - MOST_TOLD) : Math.min(base, Math.max(first, last - MOST_TOLD));
    long[] ticks = new long[(int) (last - base + 1)];
    Arrays.fill(ticks, NOT_RECEIVED);
    arrivals.tailMap(base).forEach((number, tick) -> ticks[(int) (number - base)] = tick);
    int from = 0;
    while (ticks[from] == NOT_RECEIVED) {
      from++;
    }
    int told = writer.twcc(OWN_SSRC, mediaSsrc, messages++ & 0xFF, (int) (base + from) & 0xFFFF, ticks, from, ticks.length - from);
    base += from + told;
    arrivals.headMap(base).clear();
    return told > 0;
  }
}
