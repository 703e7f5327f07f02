package io.ringcast.fuzz.body;

import io.ringcast.sfu.wire.FrameReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Packets framed in a TCP stream (RFC 4571): however the stream is cut, the same packets come out. */
public final class FramesBody implements FuzzBody {
  private static final int LIMIT = 1_600;

  @Override
  public void take(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] stream = Arrays.copyOfRange(input, 1, input.length);
    int piece = 1 + (input[0] & 0xFF);
    FrameReader whole = new FrameReader(LIMIT);
    FrameReader cut = new FrameReader(LIMIT);
    List<byte[]> expected = read(whole, stream, stream.length + 1);
    List<byte[]> packets = read(cut, stream, piece);
    Invariant.holds(whole.fault() == cut.fault(), "the same fault");
    Invariant.holds(expected.size() == packets.size(), "as many packets");
    for (int i = 0; i < packets.size(); i++) {
      Invariant.holds(Arrays.equals(expected.get(i), packets.get(i)), "the same packets");
    }
  }

  private static List<byte[]> read(FrameReader reader, byte[] stream, int piece) {
    List<byte[]> packets = new ArrayList<>();
    for (int at = 0; at < stream.length; at += piece) {
      reader.wrap(stream, at, Math.min(piece, stream.length - at));
      while (reader.next()) {
        Invariant.holds(reader.length() > 0 && reader.length() <= LIMIT, "a packet's length");
        packets.add(Arrays.copyOfRange(reader.bytes(), reader.offset(), reader.offset() + reader.length()));
      }
    }
    return packets;
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
      new byte[] {0, 0, 2, 7, 8, 0, 1, 9},
      new byte[] {3, 0, 4, 1, 2, 3, 4, 0, 1, 5, 0, 3, 6},
      new byte[] {1, 0, 1, 1, 0, 0, 0, 1, 1});
  }
}
