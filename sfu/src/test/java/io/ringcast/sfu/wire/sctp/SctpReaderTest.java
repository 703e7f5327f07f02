package io.ringcast.sfu.wire.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.HostileBytes;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SctpReaderTest {
  private final SctpReader reader = new SctpReader();
  private final ParameterReader parameters = new ParameterReader();

  private static byte[] packet(Consumer<SctpWriter> chunks) {
    byte[] bytes = new byte[2_000];
    SctpWriter writer = new SctpWriter();
    writer.begin(bytes, bytes.length, 0xCAFE_BABE);
    chunks.accept(writer);
    return Arrays.copyOf(bytes, writer.finish());
  }

  private static void several(SctpWriter packet) {
    packet.beginSack(7, 1_000, 2, 1);
    packet.put16(2);
    packet.put16(3);
    packet.put16(5);
    packet.put16(9);
    packet.put32(6);
    packet.endChunk();
    packet.beginData(Sctp.BEGIN | Sctp.END, -2, 3, 4, ChannelOpen.PPID_STRING);
    packet.put(new byte[] {1, 2, 3, 4, 5}, 0, 5);
    packet.endChunk();
    packet.beginChunk(Sctp.FORWARD_TSN, 0);
    packet.put32(99);
    packet.put16(1);
    packet.put16(2);
    packet.endChunk();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    byte[] bytes = packet(SctpReaderTest::several);
    assertThat(reader.wrap(bytes, 0, bytes.length)).isTrue();
    assertThat(reader.checksumHolds()).isTrue();
    assertThat(reader.tag()).isEqualTo(0xCAFE_BABE);
    assertThat(reader.next()).isTrue();
    assertThat(reader.isWhole()).isTrue();
    assertThat(new long[] {reader.type(), reader.tsn(), reader.sackWindow(), reader.gapCount(), reader.gapStart(1), reader.gapEnd(1),
      reader.duplicateCount()}).containsExactly(Sctp.SACK, 7, 1_000, 2, 5, 9, 1);
    assertThat(reader.next()).isTrue();
    assertThat(new int[] {reader.type(), reader.tsn(), reader.stream(), reader.ssn(), reader.ppid(), reader.payloadLength()})
      .containsExactly(Sctp.DATA, -2, 3, 4, ChannelOpen.PPID_STRING, 5);
    assertThat(reader.next()).isTrue();
    assertThat(new int[] {reader.tsn(), reader.skippedCount(), reader.skippedStream(0), reader.skippedSsn(0)}).containsExactly(99, 1, 1, 2);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void parametersAreWalkedWithTheirPadding() {
    byte[] bytes = packet(packet -> {
      packet.beginInit(Sctp.INIT, 1, 2, 3, 4);
      packet.beginParameter(Sctp.FORWARD_TSN_SUPPORTED);
      packet.endParameter();
      packet.beginParameter(Sctp.SUPPORTED_EXTENSIONS);
      packet.put16(0x8281);
      packet.endParameter();
      packet.beginParameter(Sctp.STATE_COOKIE);
      packet.put32(42);
      packet.endParameter();
      packet.endChunk();
    });
    assertThat(reader.wrap(bytes, 0, bytes.length) && reader.next() && reader.isWhole() && reader.isAlone()).isTrue();
    assertThat(reader.parameters(parameters)).isTrue();
    assertThat(parameters.next() && parameters.type() == Sctp.FORWARD_TSN_SUPPORTED && parameters.valueLength() == 0).isTrue();
    assertThat(parameters.next() && parameters.valueLength() == 2 && parameters.shortField(0, 0) == 0x8281).isTrue();
    assertThat(parameters.next() && parameters.field(0) == 42 && parameters.field(1) == 0).isTrue();
    assertThat(parameters.next()).isFalse();
  }

  /** A single wrong bit is noticed wherever it is. */
  @Test
  void theChecksumCoversEveryBit() {
    byte[] bytes = packet(SctpReaderTest::several);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] wrong = bytes.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(reader.wrap(wrong, 0, wrong.length) && reader.checksumHolds()).as("bit %d", bit).isFalse();
    }
  }

  /** Chunk lengths that do not add up. */
  @ParameterizedTest
  @CsvSource({"0", "3", "5", "8", "65535"})
  void lengthsMustAddUp(int length) {
    byte[] bytes = packet(packet -> packet.chunk(Sctp.COOKIE_ACK, 0));
    bytes[14] = (byte) (length >> 8);
    bytes[15] = (byte) length;
    assertThat(reader.wrap(bytes, 0, bytes.length)).isFalse();
  }

  @Test
  void anyBytesAreReadWithoutHarm() {
    HostileBytes.feed(4, (bytes, offset, length) -> {
      if (!reader.wrap(bytes, offset, length)) {
        return;
      }
      reader.checksumHolds();
      while (reader.next()) {
        if (reader.isWhole()) {
          readAll();
        }
      }
    }, packet(SctpReaderTest::several), packet(packet -> {
      packet.beginInit(Sctp.INIT_ACK, 1, 2, 3, 4);
      packet.beginParameter(Sctp.STATE_COOKIE);
      packet.put32(42);
      packet.endParameter();
      packet.endChunk();
    }));
  }

  private void readAll() {
    switch (reader.type()) {
      case Sctp.DATA -> assertThat(reader.payloadOffset() + reader.payloadLength()).isLessThanOrEqualTo(reader.bytes().length);
      case Sctp.SACK -> {
        for (int i = 0; i < reader.gapCount(); i++) {
          assertThat(reader.gapStart(i) + reader.gapEnd(i)).isNotNegative();
        }
      }
      case Sctp.FORWARD_TSN -> {
        for (int i = 0; i < reader.skippedCount(); i++) {
          assertThat(reader.skippedStream(i) + reader.skippedSsn(i)).isNotNegative();
        }
      }
      default -> {
        if (reader.parameters(parameters)) {
          while (parameters.next()) {
            assertThat(parameters.valueOffset() + parameters.valueLength()).isLessThanOrEqualTo(reader.bytes().length);
            parameters.field(0);
            parameters.shortField(12, 0);
          }
        }
      }
    }
  }
}
