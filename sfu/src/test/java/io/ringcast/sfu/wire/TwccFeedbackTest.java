package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwccFeedbackTest {
  private static final String HEAD = "00000001 000000AA ";
  /** Base 65535, 4 packets, reference -1, count 7; two-bit vector: small, lost, large, small. */
  private static final String VECTOR = "8FCD0006" + HEAD + "FFFF0004 FFFFFF07 D240 10 FFFE 20 00 00";
  /** Run of 3 small, then run of 2 lost. */
  private static final String RUNS = "8FCD0006" + HEAD + "00050005 00000100 2003 0002 010203 00";
  /** One-bit vector: 1011 and ten zeros. */
  private static final String ONE_BIT = "8FCD0006" + HEAD + "0000000E 00000100 AC00 010203 000000";

  private final RtcpReader reader = new RtcpReader();
  private final TwccFeedback feedback = new TwccFeedback();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] bytes = new byte[4096];

  @ParameterizedTest
  @CsvSource({
    VECTOR + ",65535:16 0:- 1:-2 2:32",
    RUNS + ",5:1 6:2 7:3 8:- 9:-",
    ONE_BIT + ",0:1 1:- 2:2 3:3 4:- 5:- 6:- 7:- 8:- 9:- 10:- 11:- 12:- 13:-",
  })
  void readsEveryKindOfChunk(String packet, String expected) {
    assertThat(read(packet)).isTrue();
    assertThat(visited()).isEqualTo(expected);
  }

  @Test
  void readsTheHeader() {
    assertThat(read(VECTOR)).isTrue();
    assertThat(feedback.baseSequence()).isEqualTo(65535);
    assertThat(feedback.statusCount()).isEqualTo(4);
    assertThat(feedback.referenceTime()).isEqualTo(-1);
    assertThat(feedback.feedbackCount()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "81CD0006" + HEAD + "00050005 00000100 2003 0002 010203 00",
    "8FCD0003" + HEAD + "00050005",
    "8FCD0004" + HEAD + "00050005 00000100",
    "8FCD0005" + HEAD + "00050005 00000100 2003 0000",
    "8FCD0005" + HEAD + "00050005 00000100 2003 2002",
    "8FCD0005" + HEAD + "00050001 00000100 6001 0000",
    "8FCD0005" + HEAD + "00052001 00000100 1FFF 0002",
  })
  void refusesMalformedMessages(String packet) {
    assertThat(read(packet)).isFalse();
  }

  @Test
  void prefersRunsAndVectorsWhereTheyAreShort() {
    long[] steady = new long[100];
    for (int i = 0; i < steady.length; i++) {
      steady[i] = 256 * 5 + 4L * i;
    }
    assertThat(written(steady)).isEqualTo(20 + 2 + 100 + 2);
    assertThat(Hex.string(bytes, 12, 10)).isEqualTo("00640064" + "00000509" + "2064");
    assertThat(written(new long[] {256, -1, 257, -1, 258, -1, 259, 260})).isEqualTo(20 + 2 + 5 + 1);
    assertThat(Hex.string(bytes, 20, 7)).isEqualTo("aac0" + "0001010101");
    assertThat(written(new long[] {256, 257, -1, 2000, 1999})).isEqualTo(20 + 2 + 2 + 4);
    assertThat(Hex.string(bytes, 20, 8)).isEqualTo("d4a0" + "0001" + "06cfffff");
  }

  @Test
  void nothingReceivedIsNothingToTell() {
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.twcc(1, 2, 3, 4, new long[] {-1, -1}, 0, 2)).isZero();
    assertThat(writer.twcc(1, 2, 3, 4, new long[0], 0, 0)).isZero();
    assertThat(writer.length()).isZero();
  }

  @Test
  void stopsBeforeADeltaThatDoesNotFit() {
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.twcc(1, 2, 3, 4, new long[] {1000, 1000 + 32767, 1000 + 32767 + 32768, 5}, 0, 4)).isEqualTo(2);
  }

  @Test
  void whatIsWrittenReadsBackWhateverTheRoom() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      long[] arrivals = arrivals(random);
      int base = random.nextInt(65536);
      int limit = random.nextInt(1200);
      int from = 0;
      while (from < arrivals.length) {
        writer.reset(bytes, 4, 4 + limit);
        int told = writer.twcc(1, 2, 3, Sequence.plus(base, from), arrivals, from, arrivals.length - from);
        assertThat(writer.length()).as("seed %d", seed).isLessThanOrEqualTo(limit);
        if (told == 0) {
          boolean anythingLeft = Arrays.stream(arrivals, from, arrivals.length).anyMatch(tick -> tick >= 0);
          assertThat(!anythingLeft || limit < 200).as("seed %d from %d limit %d", seed, from, limit).isTrue();
          break;
        }
        assertThat(reader.wrap(bytes, 4, writer.length()) && reader.next() && feedback.read(reader)).as("seed %d", seed).isTrue();
        assertThat(feedback.statusCount()).isEqualTo(told);
        assertThat(receiveTimes()).as("seed %d from %d", seed, from).isEqualTo(Arrays.copyOfRange(arrivals, from, from + told));
        assertThat(feedback.baseSequence()).isEqualTo(Sequence.plus(base, from));
        from += told;
      }
    }
  }

  @Test
  void survivesHostileBytes() {
    HostileBytes.feed(3, (hostile, offset, length) -> {
      if (reader.wrap(hostile, offset, length) && reader.next() && feedback.read(reader)) {
        int[] count = new int[1];
        feedback.visit((sequence, received, delta) -> count[0]++);
        assertThat(count[0]).isEqualTo(feedback.statusCount());
      }
    }, Hex.bytes(VECTOR), Hex.bytes(RUNS), Hex.bytes(ONE_BIT));
  }

  private static long[] arrivals(Random random) {
    long[] arrivals = new long[1 + random.nextInt(600)];
    double loss = random.nextInt(3) * 0.3;
    int jitter = new int[] {3, 200, 2_000}[random.nextInt(3)];
    long tick = random.nextInt(1_000_000) + 10_000L;
    for (int i = 0; i < arrivals.length; i++) {
      tick += random.nextInt(jitter) - (random.nextInt(10) == 0 ? jitter : 0);
      arrivals[i] = random.nextDouble() < loss ? -1 : Math.max(0, tick);
    }
    return arrivals;
  }

  private long[] receiveTimes() {
    List<Long> ticks = new ArrayList<>();
    long[] clock = {(long) feedback.referenceTime() * TwccFeedback.TICKS_PER_REFERENCE};
    feedback.visit((sequence, received, delta) -> {
      clock[0] += delta;
      ticks.add(received ? clock[0] : -1);
    });
    return ticks.stream().mapToLong(Long::longValue).toArray();
  }

  private int written(long[] arrivals) {
    writer.reset(bytes, 0, bytes.length);
    assertThat(writer.twcc(1, 2, 9, 100, arrivals, 0, arrivals.length)).isEqualTo(arrivals.length);
    return writer.length();
  }

  private boolean read(String packet) {
    byte[] message = Hex.bytes(packet);
    assertThat(reader.wrap(message, 0, message.length)).isTrue();
    assertThat(reader.next()).isTrue();
    return feedback.read(reader);
  }

  private String visited() {
    List<String> seen = new ArrayList<>();
    feedback.visit((sequence, received, delta) -> seen.add(sequence + ":" + (received ? delta : "-")));
    return String.join(" ", seen);
  }
}
