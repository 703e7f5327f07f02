package io.ringcast.fuzz.body;

import io.ringcast.sfu.wire.ReportBlock;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** RTCP compounds: everything each packet type offers, bounded. */
public final class RtcpBody implements FuzzBody {
  private final RtcpReader reader = new RtcpReader();
  private final ReportBlock block = new ReportBlock();

  @Override
  public void take(byte[] input) {
    if (!reader.wrap(input, 0, input.length)) {
      return;
    }
    int packets = 0;
    while (reader.next()) {
      packets++;
      Invariant.holds(reader.packetLength() >= 0 && reader.packetOffset() + reader.packetLength() <= input.length, "a packet lies inside");
      readReports();
      readFeedback();
    }
    Invariant.holds(packets <= input.length / 4, "each packet takes four bytes at least");
  }

  private void readReports() {
    reader.senderSsrc();
    reader.mediaSsrc();
    reader.ntpTimestamp();
    reader.rtpTimestamp();
    reader.packetCount();
    reader.octetCount();
    reader.referenceTime();
    for (int i = 0; i < reader.reportBlockCount(); i++) {
      Invariant.holds(reader.reportBlock(i, block), "a counted block is there");
      block.ssrc();
      block.cumulativeLost();
      block.dlsr();
    }
    for (int i = 0; i <= reader.byeCount(); i++) {
      reader.byeSsrc(i);
    }
  }

  private void readFeedback() {
    List<Integer> lost = new ArrayList<>();
    int visited = reader.visitNackedSequences(lost::add);
    Invariant.holds(visited == lost.size() && visited <= RtcpReader.MAX_NACKED_SEQUENCES, "a NACK is bounded");
    for (int i = 0; i <= reader.firCount(); i++) {
      reader.firSsrc(i);
      reader.firSequence(i);
    }
    Invariant.holds(reader.rembBitrateBps() >= -1, "a bitrate is not negative");
    Invariant.holds(!(reader.isNack() && reader.isPli()), "a packet has one type");
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
      compound(writer -> {
        writer.senderReport(1, 2, 3, 4, 5);
        writer.reportBlock(6, 1, 2, 3, 4, 5, 6);
        writer.sdesCname(1, "cname");
        writer.bye(1);
      }),
      compound(writer -> {
        writer.receiverReport(1);
        writer.reportBlock(6, 1, 2, 3, 4, 5, 6);
        writer.nack(1, 2, new int[] {1, 2, 5, 70}, 4);
        writer.pli(1, 2);
        writer.fir(1, 2, 3);
        writer.remb(1, 2, 1_000_000);
        writer.delaySinceReference(1, 2, 3, 4);
      }),
      compound(writer -> writer.twcc(1, 2, 3, 4, new long[] {256, 257, -1, 300}, 0, 4)));
  }

  static byte[] compound(Consumer<RtcpWriter> packets) {
    byte[] bytes = new byte[1_400];
    RtcpWriter writer = new RtcpWriter();
    writer.reset(bytes, 0, bytes.length);
    packets.accept(writer);
    return Arrays.copyOf(bytes, writer.length());
  }
}
