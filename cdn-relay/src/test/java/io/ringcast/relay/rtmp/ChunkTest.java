package io.ringcast.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.relay.media.Samples;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {
  private static final long SEED = 1_935;

  private final ChunkReader reader = new ChunkReader();
  private final List<RtmpMessage> messages = new ArrayList<>();

  private void read(String hex) {
    byte[] bytes = Samples.hex(hex);
    reader.take(bytes, 0, bytes.length, messages::add);
  }

  private static byte[] payload(int length, int first) {
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (first + i);
    }
    return payload;
  }

  /** Section 5.3.2.1's example: audio messages with ever shorter heads. */
  @Test
  void eachFormatBringsWhatTheOneBeforeDidNotSay() {
    read("03 0003E8 000002 08 39300000 AABB");
    read("83 000014 CCDD");
    read("C3 EEFF");
    read("C3 0102");
    assertThat(messages).extracting(RtmpMessage::timestampMs).containsExactly(1_000, 1_020, 1_040, 1_060);
    assertThat(messages).extracting(RtmpMessage::streamId).containsOnly(12_345);
    assertThat(messages.getLast().payload()).isEqualTo(Samples.hex("0102"));
    read("43 000005 000001 09 11");
    assertThat(messages.getLast().type()).isEqualTo(9);
    assertThat(messages.getLast().timestampMs()).isEqualTo(1_065);
  }

  @Test
  void chunkStreamNumbersOfTwoAndThreeBytesAreOthers() {
    read("00 00 000001 000001 08 00000000 0A");
    read("01 0001 000002 000001 08 00000000 0B");
    read("C0 00 1A");
    read("C1 0001 1B");
    assertThat(messages).extracting(RtmpMessage::timestampMs).containsExactly(1, 2, 2, 4);
  }

  @Test
  void longTimesStandInEveryChunkOfTheirMessage() {
    read("02 000000 000004 01 00000000 00000002");
    read("04 FFFFFF 000005 08 01000000 01234567 AABB C4 01234567 CCDD C4 01234567 EE");
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst().timestampMs()).isEqualTo(0x01234567);
    assertThat(messages.getFirst().payload()).isEqualTo(Samples.hex("AABBCCDDEE"));
  }

  @Test
  void messagesOfTwoChunkStreamsMayBeInterleavedAndOneAborted() {
    read("02 000000 000004 01 00000000 00000002");
    read("04 000000 000003 08 01000000 0102 06 000000 000004 09 01000000 1112 C4 03 C6 1314");
    assertThat(messages).extracting(RtmpMessage::type).containsExactly(8, 9);
    read("04 000000 000003 08 01000000 2122 02 000000 000004 02 00000000 0000 C2 0004 04 000000 000001 08 01000000 31");
    assertThat(messages).hasSize(3);
    assertThat(messages.getLast().payload()).isEqualTo(Samples.hex("31"));
    assertThat(reader.fault()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 128, 4_096, 65_536})
  void whatWasWrittenIsReadHoweverItIsCut(int chunkSize) {
    List<RtmpMessage> sent = List.of(
      new RtmpMessage(8, 1, 0, payload(0, 0)), new RtmpMessage(9, 1, 40, payload(70_000, 3)),
      new RtmpMessage(18, 1, 0xFFFFFF, payload(128, 1)),
      new RtmpMessage(20, 0, 0x7FFFFFFF, payload(129, 9)), new RtmpMessage(8, 1, -5, payload(5, 9)));
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(Samples.hex("02 000000 000004 01 00000000"));
    stream.writeBytes(new byte[] {(byte) (chunkSize >> 24), (byte) (chunkSize >> 16), (byte) (chunkSize >> 8), (byte) chunkSize});
    sent.forEach(message -> stream.writeBytes(ChunkWriter.write(message, chunkSize)));
    byte[] bytes = stream.toByteArray();
    Random random = new Random(SEED);
    for (int at = 0; at < bytes.length;) {
      int count = Math.min(1 + random.nextInt(random.nextInt(10) == 0 ? 50_000 : 20), bytes.length - at);
      reader.take(bytes, at, count, messages::add);
      at += count;
    }
    assertThat(messages).hasSameSizeAs(sent);
    for (int i = 0; i < sent.size(); i++) {
      RtmpMessage expected = sent.get(i);
      RtmpMessage got = messages.get(i);
      assertThat(got.payload()).isEqualTo(expected.payload());
      assertThat(got).isEqualTo(new RtmpMessage(expected.type(), expected.streamId(), expected.timestampMs(), got.payload()));
    }
  }

  private @Nullable RtmpEnd fault(String hex) {
    ChunkReader fresh = new ChunkReader();
    byte[] bytes = Samples.hex(hex);
    fresh.take(bytes, 0, bytes.length, messages::add);
    return fresh.fault();
  }

  @Test
  void whatCannotBeReadEndsTheStreamWithItsReason() {
    assertThat(fault("C4")).isEqualTo(RtmpEnd.OUT_OF_STEP);
    assertThat(fault("84 000000")).isEqualTo(RtmpEnd.OUT_OF_STEP);
    assertThat(fault("04 000000 0000FF 08 01000000" + "00".repeat(128) + "04 000000 0000FF 08 01000000")).isEqualTo(RtmpEnd.OUT_OF_STEP);
    assertThat(fault("04 000000 800001 09 01000000")).isEqualTo(RtmpEnd.MESSAGE_TOO_LONG);
    assertThat(fault("04 000000 010001 14 01000000")).isEqualTo(RtmpEnd.MESSAGE_TOO_LONG);
    assertThat(fault("02 000000 000004 01 00000000 00000000")).isEqualTo(RtmpEnd.BAD_CONTROL);
    assertThat(fault("02 000000 000004 01 00000000 FFFFFFFF")).isEqualTo(RtmpEnd.BAD_CONTROL);
    assertThat(fault("02 000000 000002 01 00000000 0001")).isEqualTo(RtmpEnd.BAD_CONTROL);
    StringBuilder streams = new StringBuilder();
    for (int id = 2; id <= 2 + ChunkReader.MAX_CHUNK_STREAMS; id++) {
      streams.append(String.format("%02X 000000 000000 08 01000000", id));
    }
    assertThat(fault(streams.toString())).isEqualTo(RtmpEnd.TOO_MUCH_UNFINISHED);
  }

  @Test
  void unfinishedMessagesTogetherAreBounded() {
    read("02 000000 000004 01 00000000 7FFFFFFF");
    byte[] half = new byte[5 << 20];
    int streams = 0;
    while (reader.fault() == null && streams < 10) {
      // A message of 8 MiB, of whose first chunk 5 MiB come: the next head stands inside it, so the chunk size is lowered first.
      ChunkReader one = reader;
      byte[] head = Samples.hex("02 000000 000004 01 00000000 00500000" + String.format("%02X", 4 + streams) + "000000 800000 09 01000000");
      one.take(head, 0, head.length, messages::add);
      one.take(half, 0, half.length, messages::add);
      streams++;
    }
    assertThat(streams).isEqualTo(2);
    assertThat(reader.fault()).isEqualTo(RtmpEnd.TOO_MUCH_UNFINISHED);
  }

  @Test
  void aChunkSizeBombHoldsNoMemoryForBytesThatDoNotCome() {
    read("02 000000 000004 01 00000000 7FFFFFFF 06 000000 7FFFFF 09 01000000 AABB");
    assertThat(reader.fault()).isNull();
    assertThat(messages).isEmpty();
  }

  @Test
  void noBytesLeadOutOfBounds() {
    Random random = new Random(SEED);
    for (int round = 0; round < 5_000; round++) {
      ChunkReader fresh = new ChunkReader();
      byte[] bytes = new byte[random.nextInt(400)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(5));
      }
      fresh.take(bytes, 0, bytes.length, message -> assertThat(message.payload().length).isLessThanOrEqualTo(bytes.length));
    }
  }
}
