package io.ringcast.fuzz.body;

import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.Sequence;
import io.ringcast.sfu.wire.TwccFeedback;
import java.util.List;

/**
 * Transport-wide feedback: an input whose first byte is even is read as RTCP; any other makes arrivals, which are written and must come
 * back as they were.
 */
public final class TwccBody implements FuzzBody {
  private static final int TICKS_PER_REFERENCE = 256;
  private static final int LOST = 0xFF;
  private static final int MOST_ARRIVALS = 600;

  private final RtcpReader reader = new RtcpReader();
  private final TwccFeedback feedback = new TwccFeedback();
  private final byte[] written = new byte[1_400];

  @Override
  public void take(byte[] input) {
    if (input.length == 0) {
      return;
    }
    if ((input[0] & 1) == 0) {
      read(input);
    } else {
      writeAndRead(new Steps(input));
    }
  }

  private void read(byte[] input) {
    if (!reader.wrap(input, 1, input.length - 1)) {
      return;
    }
    while (reader.next()) {
      if (feedback.read(reader)) {
        int[] visited = new int[1];
        feedback.visit((sequence, received, deltaTicks) -> {
          Invariant.holds(sequence == Sequence.plus(feedback.baseSequence(), visited[0]), "packets come in order");
          Invariant.holds(received || deltaTicks == 0, "what was not received has no time");
          visited[0]++;
        });
        Invariant.holds(visited[0] == feedback.statusCount(), "each promised packet is visited");
      }
    }
  }

  private void writeAndRead(Steps steps) {
    steps.u8();
    long[] ticks = new long[Math.min(MOST_ARRIVALS, steps.u16())];
    long now = TICKS_PER_REFERENCE * (long) steps.u16();
    for (int i = 0; i < ticks.length; i++) {
      int delta = steps.u8();
      now = Math.max(0, now + (delta == LOST ? 0 : delta == LOST - 1 ? (short) steps.u16() : delta));
      ticks[i] = delta == LOST ? -1 : now;
    }
    RtcpWriter writer = new RtcpWriter();
    writer.reset(written, 0, Math.min(written.length, 24 + steps.u16()));
    int told = writer.twcc(1, 2, 3, 0xFFF0, ticks, 0, ticks.length);
    if (told == 0) {
      return;
    }
    Invariant.holds(reader.wrap(written, 0, writer.length()) && reader.next() && feedback.read(reader), "what we write we can read");
    Invariant.holds(feedback.statusCount() == told && told <= ticks.length, "as many as were told");
    long[] tick = {feedback.referenceTime() * (long) TICKS_PER_REFERENCE};
    int[] index = new int[1];
    feedback.visit((sequence, received, deltaTicks) -> {
      long wanted = ticks[index[0]];
      tick[0] += deltaTicks;
      Invariant.holds(received == (wanted >= 0), "received or not survives");
      Invariant.holds(!received || tick[0] == wanted, "each arrival survives");
      index[0]++;
    });
  }

  @Override
  public List<byte[]> seeds() {
    byte[] message = RtcpBody.compound(writer -> writer.twcc(1, 2, 3, 4, new long[] {256, 257, -1, 900, 901, -1, -1, 950}, 0, 8));
    byte[] read = new byte[message.length + 1];
    System.arraycopy(message, 0, read, 1, message.length);
    return List.of(read, new StepWriter().u8(1, 0, 9, 0, 3, 1, 2, 0xFF, 0xFF, 4, 0xFE, 9, 9, 1, 1, 1, 0, 200).bytes());
  }
}
