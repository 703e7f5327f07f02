package io.ringcast.relay.rtmp;

import io.ringcast.sfu.wire.BigEndian;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a stream of bytes apart into messages: section 5.3. Changes of the chunk size and aborted messages are its own business and are not
 * handed over. Holds memory only for bytes that came, and no more than {@link #MAX_HELD_BYTES}. Owned by one thread.
 *
 * <pre>
 * | format (2) | chunk stream (6), or 0 and 8 bits more, or 1 and 16 more |
 * | format 0, 1, 2: timestamp, or its delta (24) | format 0, 1: length (24), type (8) | format 0: stream id (32, little-endian) |
 * | extended timestamp (32), where the 24 bits are all ones | data, at most the chunk size |
 * </pre>
 */
final class ChunkReader {
  /** A keyframe of 4K is smaller. */
  static final int MAX_MESSAGE_BYTES = 8 << 20;
  /** Commands, metadata and control. */
  static final int MAX_SMALL_BYTES = 64 << 10;
  static final int MAX_CHUNK_STREAMS = 32;
  /** Of all unfinished messages together: one large picture and what is interleaved with it. */
  static final int MAX_HELD_BYTES = MAX_MESSAGE_BYTES + (1 << 20);
  static final int FIRST_CHUNK_BYTES = 128;
  private static final int EXTENDED = 0xFF_FFFF;
  private static final int FULL = 0;
  private static final int SAME_STREAM = 1;
  private static final int CONTINUATION = 3;
  /** Bytes of a message header by its format. */
  private static final int[] HEADER_BYTES = {11, 7, 3, 0};
  private static final int LONGEST_HEAD = 3 + 11 + 4;

  private final Map<Integer, ChunkStream> streams = new HashMap<>();
  private final byte[] head = new byte[LONGEST_HEAD];
  private int headLength;
  private @Nullable ChunkStream current;
  private int chunkLeft;
  private int chunkSize = FIRST_CHUNK_BYTES;
  private long heldBytes;
  private @Nullable RtmpEnd fault;

  /** Takes the next bytes and hands over the messages that are whole now; after a {@link #fault()} nothing more. */
  void take(byte[] bytes, int offset, int length, Consumer<RtmpMessage> out) {
    int at = offset;
    int end = offset + length;
    while (fault == null && at < end) {
      ChunkStream stream = current;
      if (stream == null) {
        head[headLength++] = bytes[at++];
        if (headLength == headSize()) {
          begin(out);
        }
      } else {
        int count = Math.min(chunkLeft, end - at);
        stream.hold(bytes, at, count);
        heldBytes += count;
        chunkLeft -= count;
        at += count;
        endChunk(stream, out);
      }
    }
  }

  /** How many bytes the head has, as far as those that came say. */
  private int headSize() {
    int basic = basicSize();
    if (headLength < basic) {
      return basic;
    }
    int format = format();
    int size = basic + HEADER_BYTES[format];
    if (headLength < size) {
      return size;
    }
    ChunkStream known = format == CONTINUATION ? streams.get(chunkStreamId()) : null;
    boolean extended = format == CONTINUATION ? known != null && known.extended : BigEndian.u24(head, basic) == EXTENDED;
    return extended ? size + Integer.BYTES : size;
  }

  private int basicSize() {
    int id = head[0] & 0x3F;
    return id == 0 ? 2 : id == 1 ? 3 : 1;
  }

  private int format() {
    return (head[0] & 0xFF) >> 6;
  }

  private int chunkStreamId() {
    int id = head[0] & 0x3F;
    return switch (id) {
      case 0 -> 64 + BigEndian.u8(head, 1);
      case 1 -> 64 + BigEndian.u8(head, 1) + (BigEndian.u8(head, 2) << 8);
      default -> id;
    };
  }

  private void begin(Consumer<RtmpMessage> out) {
    ChunkStream stream = stream();
    if (stream == null) {
      return;
    }
    if (stream.unfinished() && format() != CONTINUATION) {
      fault = RtmpEnd.OUT_OF_STEP;
      return;
    }
    boolean first = !stream.unfinished();
    readHeader(stream);
    if (first) {
      stream.begin();
    }
    if (stream.length > (stream.large() ? MAX_MESSAGE_BYTES : MAX_SMALL_BYTES)) {
      fault = RtmpEnd.MESSAGE_TOO_LONG;
      return;
    }
    headLength = 0;
    chunkLeft = Math.min(chunkSize, stream.left());
    if (heldBytes + chunkLeft > MAX_HELD_BYTES) {
      fault = RtmpEnd.TOO_MUCH_UNFINISHED;
      return;
    }
    current = stream;
    endChunk(stream, out);
  }

  /** The chunk stream of this head; null, with a fault, where there cannot be one. */
  private @Nullable ChunkStream stream() {
    int id = chunkStreamId();
    ChunkStream known = streams.get(id);
    if (known != null) {
      return known;
    }
    if (format() > SAME_STREAM) {
      fault = RtmpEnd.OUT_OF_STEP;
      return null;
    }
    if (streams.size() == MAX_CHUNK_STREAMS) {
      fault = RtmpEnd.TOO_MUCH_UNFINISHED;
      return null;
    }
    ChunkStream added = new ChunkStream();
    streams.put(id, added);
    return added;
  }

  private void readHeader(ChunkStream stream) {
    int at = basicSize();
    int format = format();
    if (format == CONTINUATION) {
      return;
    }
    int time = BigEndian.u24(head, at);
    stream.extended = time == EXTENDED;
    if (stream.extended) {
      time = BigEndian.i32(head, at + HEADER_BYTES[format]);
    }
    stream.time = time;
    stream.absolute = format == FULL;
    if (format <= SAME_STREAM) {
      stream.length = BigEndian.u24(head, at + 3);
      stream.type = BigEndian.u8(head, at + 6);
    }
    if (format == FULL) {
      stream.streamId = Integer.reverseBytes(BigEndian.i32(head, at + 7));
    }
  }

  private void endChunk(ChunkStream stream, Consumer<RtmpMessage> out) {
    if (chunkLeft > 0) {
      return;
    }
    current = null;
    if (stream.left() == 0) {
      heldBytes -= stream.length;
      deliver(stream.finish(), out);
    }
  }

  private void deliver(RtmpMessage message, Consumer<RtmpMessage> out) {
    byte[] payload = message.payload();
    switch (message.type()) {
      case RtmpMessage.SET_CHUNK_SIZE -> {
        chunkSize = payload.length >= Integer.BYTES ? BigEndian.i32(payload, 0) : 0;
        fault = chunkSize <= 0 ? RtmpEnd.BAD_CONTROL : null;
      }
      case RtmpMessage.ABORT -> {
        ChunkStream aborted = payload.length >= Integer.BYTES ? streams.get(BigEndian.i32(payload, 0)) : null;
        if (aborted != null) {
          heldBytes -= aborted.abort();
        }
      }
      default -> out.accept(message);
    }
  }

  /** Why the stream cannot be read on; null while it can. */
  @Nullable RtmpEnd fault() {
    return fault;
  }
}
