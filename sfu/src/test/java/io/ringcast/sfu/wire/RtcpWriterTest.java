package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpWriterTest {
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] bytes = new byte[1500];

  @Test
  void composesASenderReportWithBlocksNameAndBye() {
    writer.reset(bytes, 2, bytes.length);
    assertThat(writer.senderReport(1, 0x0102030405060708L, 9, 10, 11)).isTrue();
    assertThat(writer.reportBlock(0xAA, 64, -2, 0x10005, 7, 0x11112222, 0x10000)).isTrue();
    assertThat(writer.sdesCname(1, "abc")).isTrue();
    assertThat(writer.bye(1)).isTrue();
    assertThat(Hex.string(bytes, 2, writer.length())).isEqualTo(
      "81c8000c00000001010203040506070800000009" + "0000000a0000000b"
      + "000000aa40fffffe00010005000000071111222200010000"
      + "81ca0003000000010103616263000000" + "81cb000100000001");
  }

  @Test
  void blocksNeedAReportWithRoomForThem() {
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.reportBlock(1, 0, 0, 0, 0, 0, 0)).isFalse();
    writer.receiverReport(1);
    for (int i = 0; i < 31; i++) {
      assertThat(writer.reportBlock(i, 0, 0, 0, 0, 0, 0)).isTrue();
    }
    assertThat(writer.reportBlock(31, 0, 0, 0, 0, 0, 0)).isFalse();
    writer.pli(1, 2);
    assertThat(writer.reportBlock(1, 0, 0, 0, 0, 0, 0)).isFalse();
    RtcpReader reader = read();
    assertThat(reader.reportBlockCount()).isEqualTo(31);
  }

  @ParameterizedTest
  @CsvSource({"8388607,8388607", "8388608,8388607", "-8388608,-8388608", "-9000000,-8388608"})
  void clampsCumulativeLoss(int lost, int written) {
    writer.reset(bytes, 0, bytes.length);
    writer.receiverReport(1);
    writer.reportBlock(1, 0, lost, 0, 0, 0, 0);
    ReportBlock block = new ReportBlock();
    assertThat(read().reportBlock(0, block)).isTrue();
    assertThat(block.cumulativeLost()).isEqualTo(written);
  }

  /** RFC 3550 section 6.5: the items of a chunk end with one to four zero bytes. */
  @ParameterizedTest
  @CsvSource({"a,12", "ab,16", "abc,16", "abcde,16", "abcdef,20"})
  void terminatesTheNameWithZeros(String cname, int length) {
    Arrays.fill(bytes, (byte) 0x55);
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.sdesCname(1, cname)).isTrue();
    assertThat(writer.length()).isEqualTo(length);
    int end = 10 + cname.length();
    for (int i = end; i < length; i++) {
      assertThat(bytes[i]).isZero();
    }
    assertThat(length - end).isBetween(1, 4);
  }

  @Test
  void packsNacks() {
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.nack(1, 0xAA, new int[] {65530, 65535, 0, 10, 11, 99}, 5)).isTrue();
    assertThat(Hex.string(bytes, 0, writer.length())).isEqualTo("81cd000400000001000000aa" + "fffa8030" + "000b0000");
    assertThat(writer.nack(1, 2, new int[0], 0)).isFalse();
  }

  @Test
  void nacksReadBackAsWritten() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int base = random.nextInt(65536);
      TreeSet<Integer> distances = new TreeSet<>();
      for (int i = 0; i < 1 + random.nextInt(100); i++) {
        distances.add(random.nextInt(400));
      }
      int[] sequences = distances.stream().mapToInt(distance -> Sequence.plus(base, distance)).toArray();
      writer.reset(bytes, 0, bytes.length);
      assertThat(writer.nack(1, 2, sequences, sequences.length)).isTrue();
      List<Integer> visited = new ArrayList<>();
      read().visitNackedSequences(visited::add);
      assertThat(visited).as("seed %d", seed).containsExactly(Arrays.stream(sequences).boxed().toArray(Integer[]::new));
    }
  }

  @Test
  void writesPictureRequests() {
    writer.reset(bytes, 0, bytes.length);
    writer.pli(1, 0xAA);
    writer.fir(1, 0xAA, 0x109);
    assertThat(Hex.string(bytes, 0, writer.length())).isEqualTo(
      "81ce000200000001000000aa" + "84ce00040000000100000000000000aa09000000");
  }

  @Test
  void answersAReferenceTime() {
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.delaySinceReference(1, 0xAA, 0x03040506, 0x10000)).isTrue();
    assertThat(Hex.string(bytes, 0, writer.length())).isEqualTo("80cf000500000001" + "05000003000000aa0304050600010000");
  }

  @Test
  void asksForARoundTripTimeAndReadsTheAnswer() {
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.referenceTime(1, 0x0102030405060708L)).isTrue();
    assertThat(Hex.string(bytes, 0, writer.length())).isEqualTo("80cf000400000001" + "040000020102030405060708");
    assertThat(read().referenceTime()).isEqualTo(0x0102030405060708L);
    assertThat(read().referenceRttNs(1, 0)).isEqualTo(-1);

    writer.reset(bytes, 0, bytes.length);
    writer.delaySinceReference(7, 0xAA, 0x03040506, 0x8000);
    int now = 0x03040506 + 0x18000;
    assertThat(read().referenceRttNs(0xAA, now)).as("1.5 s passed, the peer held it half a second").isEqualTo(1_000_000_000);
    assertThat(read().referenceRttNs(0xAB, now)).as("for another receiver").isEqualTo(-1);
    bytes[11] = 4;
    assertThat(read().referenceRttNs(0xAA, now)).as("a block longer than the packet").isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "262143,262143", "262145,262144", "2500000,2500000", "-1,0", "9223372036854775807,9223336852482686976"})
  void rembRoundsDown(long bitrateBps, long read) {
    writer.reset(bytes, 0, bytes.length);
    writer.remb(1, 0xAA, bitrateBps);
    assertThat(read().rembBitrateBps()).isEqualTo(read);
  }

  @Test
  void refusesRatherThanOverflow() {
    List<Predicate<RtcpWriter>> writes = List.of(
      w -> w.senderReport(1, 2, 3, 4, 5), w -> w.receiverReport(1), w -> w.sdesCname(1, "name"), w -> w.bye(1),
      w -> w.nack(1, 2, new int[] {1, 50, 100}, 3), w -> w.pli(1, 2), w -> w.fir(1, 2, 3), w -> w.remb(1, 2, 3),
      w -> w.delaySinceReference(1, 2, 3, 4), w -> w.referenceTime(1, 2));
    for (int kind = 0; kind < writes.size(); kind++) {
      writer.reset(bytes, 0, bytes.length);
      assertThat(writes.get(kind).test(writer)).as("kind %d", kind).isTrue();
      int size = writer.length();
      for (int room = 0; room <= size; room++) {
        byte[] tight = new byte[8 + room];
        writer.reset(tight, 8, 1000);
        assertThat(writes.get(kind).test(writer)).as("kind %d room %d", kind, room).isEqualTo(room == size);
        assertThat(writer.length()).isEqualTo(room == size ? size : 0);
      }
    }
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.sdesCname(1, "n".repeat(256))).isFalse();
  }

  private RtcpReader read() {
    RtcpReader reader = new RtcpReader();
    assertThat(reader.wrap(bytes, 0, writer.length())).isTrue();
    assertThat(reader.next()).isTrue();
    return reader;
  }
}
