package io.ringcast.fuzz.body;

import io.ringcast.sfu.wire.sctp.ParameterReader;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** SCTP packets: every chunk with all that its type offers, inside its bytes. */
public final class SctpBody implements FuzzBody {
  private static final int ROOM_BYTES = 1_400;

  private final SctpReader reader = new SctpReader();
  private final ParameterReader parameters = new ParameterReader();

  @Override
  public void take(byte[] input) {
    if (!reader.wrap(input, 0, input.length)) {
      return;
    }
    reader.checksumHolds();
    int chunks = 0;
    while (reader.next()) {
      chunks++;
      Invariant.holds(reader.chunkOffset() + reader.length() <= input.length, "a chunk lies inside");
      if (reader.isWhole()) {
        read(input.length);
      }
    }
    Invariant.holds(chunks <= input.length / Sctp.CHUNK_HEADER_SIZE, "each chunk takes four bytes at least");
  }

  private void read(int end) {
    switch (reader.type()) {
      case Sctp.DATA -> Invariant.holds(reader.payloadLength() >= 0 && reader.payloadOffset() + reader.payloadLength() <= end,
        "a payload lies inside");
      case Sctp.SACK -> {
        for (int i = 0; i < reader.gapCount(); i++) {
          Invariant.holds(reader.gapStart(i) >= 0 && reader.gapEnd(i) >= 0, "a gap is a distance");
        }
      }
      case Sctp.FORWARD_TSN -> {
        for (int i = 0; i < reader.skippedCount(); i++) {
          reader.skippedStream(i);
          reader.skippedSsn(i);
        }
      }
      default -> readParameters(end);
    }
  }

  private void readParameters(int end) {
    if (reader.type() == Sctp.INIT || reader.type() == Sctp.INIT_ACK) {
      reader.initiateTag();
      reader.initWindow();
      reader.initTsn();
    }
    if (!reader.parameters(parameters)) {
      return;
    }
    while (parameters.next()) {
      Invariant.holds(parameters.valueOffset() + parameters.valueLength() <= end, "a parameter lies inside");
      parameters.field(0);
      parameters.field(2);
      parameters.shortField(12, 0);
    }
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
      packet(1, packet -> {
        packet.beginInit(Sctp.INIT, 1, 2, 3, 4);
        packet.beginParameter(Sctp.SUPPORTED_EXTENSIONS);
        packet.put16(0x82C0);
        packet.endParameter();
        packet.endChunk();
      }),
      packet(1, packet -> {
        packet.beginSack(1, 2, 1, 1);
        packet.put16(2);
        packet.put16(3);
        packet.put32(4);
        packet.endChunk();
        packet.beginData(Sctp.BEGIN | Sctp.END, 1, 2, 3, 51);
        packet.put32(5);
        packet.endChunk();
        packet.chunk(Sctp.FORWARD_TSN, 0, new byte[12], 0, 12);
      }),
      packet(1, packet -> {
        packet.beginChunk(Sctp.RE_CONFIG, 0);
        packet.beginParameter(Sctp.OUTGOING_RESET);
        packet.put32(1);
        packet.put32(2);
        packet.put32(3);
        packet.put16(4);
        packet.endParameter();
        packet.endChunk();
      }));
  }

  static byte[] packet(int tag, Consumer<SctpWriter> chunks) {
    byte[] bytes = new byte[ROOM_BYTES];
    SctpWriter writer = new SctpWriter();
    writer.begin(bytes, bytes.length, tag);
    chunks.accept(writer);
    return Arrays.copyOf(bytes, writer.finish());
  }
}
