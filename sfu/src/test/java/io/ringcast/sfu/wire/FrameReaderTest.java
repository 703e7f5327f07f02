package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final int LIMIT = 1_600;
  private static final long SEED = 4_571;

  private final FrameReader reader = new FrameReader(LIMIT);
  private final List<byte[]> packets = new ArrayList<>();

  private void read(byte[] bytes, int offset, int length) {
    reader.wrap(bytes, offset, length);
    while (reader.next()) {
      packets.add(Arrays.copyOfRange(reader.bytes(), reader.offset(), reader.offset() + reader.length()));
    }
  }

  private static byte[] stream(byte[]... packets) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] packet : packets) {
      stream.write(packet.length >> 8);
      stream.write(packet.length);
      stream.writeBytes(packet);
    }
    return stream.toByteArray();
  }

  private static byte[] packet(int length, int first) {
    byte[] packet = new byte[length];
    for (int i = 0; i < length; i++) {
      packet[i] = (byte) (first + i);
    }
    return packet;
  }

  @Test
  void everySplitPointGivesTheSamePackets() {
    byte[][] sent = {packet(1, 7), packet(300, 20), packet(2, 50)};
    byte[] stream = stream(sent);
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second += 1 + stream.length / 40) {
        packets.clear();
        read(stream, 0, first);
        read(stream, first, second - first);
        read(stream, second, stream.length - second);
        assertThat(packets).as("split at %d and %d", first, second).containsExactly(sent);
      }
    }
  }

  @Test
  void threeFramesInOneReadAndOneByteAtATime() {
    byte[][] sent = {packet(100, 1), packet(LIMIT, 2), packet(17, 3)};
    byte[] stream = stream(sent);
    read(stream, 0, stream.length);
    assertThat(packets).containsExactly(sent);
    packets.clear();
    for (int i = 0; i < stream.length; i++) {
      read(stream, i, 1);
    }
    assertThat(packets).containsExactly(sent);
  }

  @Test
  void anEmptyFrameEndsTheStream() {
    byte[] stream = stream(packet(5, 1), new byte[0], packet(5, 2));
    read(stream, 0, stream.length);
    assertThat(packets).containsExactly(packet(5, 1));
    assertThat(reader.fault()).isEqualTo(FrameReader.Fault.EMPTY);
    read(stream, 0, stream.length);
    assertThat(packets).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT + 1, 0x4745, 65_535})
  void aFrameThatIsTooLongEndsTheStreamBeforeItsBytesCome(int length) {
    byte[] header = {(byte) (length >> 8), (byte) length};
    read(header, 0, 1);
    assertThat(reader.fault()).isEqualTo(FrameReader.Fault.NONE);
    read(header, 1, 1);
    assertThat(reader.fault()).as("length split over two reads").isEqualTo(FrameReader.Fault.TOO_LONG);
    FrameReader whole = new FrameReader(LIMIT);
    whole.wrap(header, 0, 2);
    assertThat(whole.next()).isFalse();
    assertThat(whole.fault()).isEqualTo(FrameReader.Fault.TOO_LONG);
  }

  @Test
  void noBytesLeadOutOfBounds() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      FrameReader fresh = new FrameReader(LIMIT);
      int got = 0;
      int fed = 0;
      for (int part = 0; part < 20; part++) {
        byte[] bytes = new byte[random.nextInt(600)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i += 1 + random.nextInt(50)) {
          bytes[i] = (byte) random.nextInt(3);
        }
        fed += bytes.length;
        fresh.wrap(bytes, 0, bytes.length);
        while (fresh.next()) {
          assertThat(fresh.length()).as("seed %d round %d", SEED, round).isBetween(1, LIMIT);
          assertThat(fresh.offset() + fresh.length()).isLessThanOrEqualTo(fresh.bytes().length);
          got += FrameReader.HEADER_SIZE + fresh.length();
        }
      }
      assertThat(got).as("seed %d round %d", SEED, round).isLessThanOrEqualTo(fed);
    }
  }
}
