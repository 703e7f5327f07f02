package io.ringcast.relay.rtmp;

import io.ringcast.sfu.wire.BigEndian;

/** What either end does below its commands: handshake, chunks, acknowledgements, pings. Owned by one thread. */
final class RtmpLink {
  /** The largest that every known server takes; pictures of that size leave in one piece. */
  static final int CHUNK_BYTES = 65_536;
  /** How much the peer may send before we acknowledge; what FFmpeg and OBS say too. */
  static final int WINDOW_BYTES = 2_500_000;
  private static final int PING = 6;
  private static final int PONG = 7;
  private static final int STREAM_BEGIN = 0;
  private static final int STREAM_END = 1;
  private static final int EVENT_BYTES = 2;
  private static final int DYNAMIC = 2;

  /** Who has the commands. */
  interface Commands {
    void onShaken();

    void onMessage(RtmpMessage message);

    void onFault(RtmpEnd reason);
  }

  private final Handshake handshake;
  private final ChunkReader chunks = new ChunkReader();
  private final Outbox out;
  private final Commands commands;
  private boolean shaken;
  private boolean closed;
  private int chunkBytes = ChunkReader.FIRST_CHUNK_BYTES;
  private long received;
  private long acknowledged;
  private long window = Long.MAX_VALUE;

  RtmpLink(Handshake handshake, Outbox out, Commands commands) {
    this.handshake = handshake;
    this.out = out;
    this.commands = commands;
  }

  void take(byte[] bytes, int offset, int length) {
    int taken = handshake.take(bytes, offset, length, this::push);
    if (handshake.done() && !shaken) {
      shaken = true;
      commands.onShaken();
    }
    received += length;
    chunks.take(bytes, offset + taken, length - taken, this::onMessage);
    RtmpEnd fault = handshake.fault() == null ? chunks.fault() : handshake.fault();
    if (fault != null && !closed) {
      commands.onFault(fault);
    }
    if (received - acknowledged >= window && !closed) {
      acknowledged = received;
      send(control(RtmpMessage.ACKNOWLEDGEMENT, (int) received));
    }
  }

  private void onMessage(RtmpMessage message) {
    if (closed) {
      return;
    }
    byte[] payload = message.payload();
    switch (message.type()) {
      case RtmpMessage.WINDOW_SIZE, RtmpMessage.PEER_BANDWIDTH -> {
        if (payload.length >= Integer.BYTES) {
          onWindow(message.type(), BigEndian.i32(payload, 0));
        }
      }
      case RtmpMessage.USER_CONTROL -> {
        if (payload.length >= EVENT_BYTES + Integer.BYTES && BigEndian.u16(payload, 0) == PING) {
          send(event(PONG, BigEndian.i32(payload, EVENT_BYTES)));
        }
      }
      case RtmpMessage.ACKNOWLEDGEMENT -> { }
      default -> commands.onMessage(message);
    }
  }

  private void onWindow(int type, int bytes) {
    if (type == RtmpMessage.WINDOW_SIZE) {
      window = bytes > 0 ? bytes : window;
    } else {
      send(control(RtmpMessage.WINDOW_SIZE, WINDOW_BYTES));
    }
  }

  /** Tells the peer our window and chunk size; the second holds from the next message on. */
  void announce(boolean bandwidthToo) {
    send(control(RtmpMessage.WINDOW_SIZE, WINDOW_BYTES));
    if (bandwidthToo) {
      byte[] limit = new byte[Integer.BYTES + 1];
      BigEndian.put32(limit, 0, WINDOW_BYTES);
      limit[Integer.BYTES] = DYNAMIC;
      send(new RtmpMessage(RtmpMessage.PEER_BANDWIDTH, 0, 0, limit));
    }
    send(control(RtmpMessage.SET_CHUNK_SIZE, CHUNK_BYTES));
    chunkBytes = CHUNK_BYTES;
  }

  void streamBegins(int streamId) {
    send(event(STREAM_BEGIN, streamId));
  }

  void streamEnds(int streamId) {
    send(event(STREAM_END, streamId));
  }

  void send(RtmpMessage message) {
    push(ChunkWriter.write(message, chunkBytes));
  }

  private void push(byte[] bytes) {
    if (!closed) {
      out.send(bytes);
    }
  }

  /** Nothing more goes out or comes in. */
  void close() {
    closed = true;
  }

  private static RtmpMessage control(int type, int value) {
    byte[] payload = new byte[Integer.BYTES];
    BigEndian.put32(payload, 0, value);
    return new RtmpMessage(type, 0, 0, payload);
  }

  private static RtmpMessage event(int type, int value) {
    byte[] payload = new byte[EVENT_BYTES + Integer.BYTES];
    BigEndian.put16(payload, 0, type);
    BigEndian.put32(payload, EVENT_BYTES, value);
    return new RtmpMessage(RtmpMessage.USER_CONTROL, 0, 0, payload);
  }
}
