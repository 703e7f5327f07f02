package io.ringcast.sfu.wire;

/**
 * Chooses the chunks of a transport-wide feedback message (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1) and writes
 * everything behind its SSRCs except base sequence and feedback count. Owned by one {@link RtcpWriter}.
 */
final class TwccEncoder {
  /** Packets in one message; 1,200 bytes hold the deltas of about as many. */
  static final int MAX_STATUSES = 1024;

  private final short[] deltas = new short[MAX_STATUSES];
  private final byte[] symbols = new byte[MAX_STATUSES];
  private long referenceTime;
  private int planned;
  private int told;

  /** The packets told of by the last call of {@link #encode}. */
  int told() {
    return told;
  }

  /** Writes the message into {@code room} bytes, a multiple of four; its size, 0 when nothing was received or nothing fits. */
  int encode(byte[] bytes, int offset, int room, long[] arrivalTicks, int from, int count) {
    told = 0;
    if (!plan(arrivalTicks, from, Math.min(count, MAX_STATUSES))) {
      return 0;
    }
    int at = writeChunks(bytes, offset + TwccFeedback.CHUNKS_OFFSET, offset + room);
    if (told == 0) {
      return 0;
    }
    for (int i = 0; i < told; i++) {
      switch (symbols[i]) {
        case TwccFeedback.SMALL_DELTA -> BigEndian.put8(bytes, at, deltas[i]);
        case TwccFeedback.LARGE_DELTA -> BigEndian.put16(bytes, at, deltas[i]);
        default -> { }
      }
      at += symbols[i];
    }
    while (((at - offset) & 3) != 0) {
      BigEndian.put8(bytes, at, 0);
      at++;
    }
    BigEndian.put16(bytes, offset + TwccFeedback.STATUS_COUNT_OFFSET, told);
    BigEndian.put24(bytes, offset + TwccFeedback.REFERENCE_TIME_OFFSET, (int) referenceTime);
    return at - offset;
  }

  /** Fills symbols and deltas up to the first delta that 16 bits cannot hold; false when no packet was received. */
  private boolean plan(long[] arrivalTicks, int from, int count) {
    boolean anyReceived = false;
    long previous = 0;
    for (planned = 0; planned < count; planned++) {
      long tick = arrivalTicks[from + planned];
      if (tick < 0) {
        symbols[planned] = TwccFeedback.NOT_RECEIVED;
        continue;
      }
      if (!anyReceived) {
        anyReceived = true;
        referenceTime = tick / TwccFeedback.TICKS_PER_REFERENCE;
        previous = referenceTime * TwccFeedback.TICKS_PER_REFERENCE;
      }
      long delta = tick - previous;
      if (delta != (short) delta) {
        break;
      }
      symbols[planned] = (byte) (delta >= 0 && delta <= 0xFF ? TwccFeedback.SMALL_DELTA : TwccFeedback.LARGE_DELTA);
      deltas[planned] = (short) delta;
      previous = tick;
    }
    return anyReceived;
  }

  /** Writes as many chunks as fit together with the deltas they promise; the index behind the last. */
  private int writeChunks(byte[] bytes, int start, int end) {
    int at = start;
    int room = end - start;
    while (told < planned) {
      int run = runLength(told);
      int size = vectorSize(told, run);
      int chunkSymbols = size == 0 ? run : Math.min(size, planned - told);
      int deltaBytes = deltaBytes(told, chunkSymbols);
      int free = room - TwccFeedback.CHUNK_SIZE;
      if (deltaBytes > free) {
        chunkSymbols = size == 0 && free > 0 ? free / symbols[told] : 0;
        deltaBytes = deltaBytes(told, chunkSymbols);
      }
      if (chunkSymbols == 0 || free < 0) {
        return at;
      }
      BigEndian.put16(bytes, at, size == 0 ? (symbols[told] << 13) | chunkSymbols : vectorChunk(told, size, chunkSymbols));
      at += TwccFeedback.CHUNK_SIZE;
      room -= TwccFeedback.CHUNK_SIZE + deltaBytes;
      told += chunkSymbols;
    }
    return at;
  }

  private int runLength(int first) {
    int next = first + 1;
    while (next < planned && symbols[next] == symbols[first]) {
      next++;
    }
    return next - first;
  }

  /** 0 for a run-length chunk, else the symbols of a vector chunk: 14 when none of them is a large delta, 7 otherwise. */
  private int vectorSize(int first, int run) {
    if (run > TwccFeedback.ONE_BIT_SYMBOLS || first + run == planned) {
      return 0;
    }
    int reach = Math.min(first + TwccFeedback.ONE_BIT_SYMBOLS, planned);
    for (int i = first; i < reach; i++) {
      if (symbols[i] == TwccFeedback.LARGE_DELTA) {
        return run > TwccFeedback.TWO_BIT_SYMBOLS ? 0 : TwccFeedback.TWO_BIT_SYMBOLS;
      }
    }
    return TwccFeedback.ONE_BIT_SYMBOLS;
  }

  private int deltaBytes(int first, int count) {
    int size = 0;
    for (int i = first; i < first + count; i++) {
      size += symbols[i];
    }
    return size;
  }

  private int vectorChunk(int first, int size, int count) {
    boolean twoBits = size == TwccFeedback.TWO_BIT_SYMBOLS;
    int bits = twoBits ? 2 : 1;
    int chunk = TwccFeedback.VECTOR_BIT | (twoBits ? TwccFeedback.TWO_BIT_SYMBOLS_BIT : 0);
    for (int i = 0; i < count; i++) {
      chunk |= symbols[first + i] << (bits * (size - 1 - i));
    }
    return chunk;
  }
}
