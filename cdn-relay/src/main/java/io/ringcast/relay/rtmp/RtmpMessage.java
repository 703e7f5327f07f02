package io.ringcast.relay.rtmp;

/** One message: RTMP 1.0 sections 5.4, 6.1 and 7.1. Audio, video and data have the types of FLV's tags. */
@SuppressWarnings("ArrayRecordComponent")
record RtmpMessage(int type, int streamId, int timestampMs, byte[] payload) {
  static final int SET_CHUNK_SIZE = 1;
  static final int ABORT = 2;
  static final int ACKNOWLEDGEMENT = 3;
  static final int USER_CONTROL = 4;
  static final int WINDOW_SIZE = 5;
  static final int PEER_BANDWIDTH = 6;
  static final int AUDIO = 8;
  static final int VIDEO = 9;
  static final int DATA = 18;
  static final int COMMAND = 20;
  /** A command whose first byte is 0 and whose rest is AMF 0, as some clients send it. */
  static final int COMMAND_3 = 17;

  /** The chunk stream it travels on: section 5.3.1 keeps 2 for control, the others are custom. */
  int chunkStream() {
    return switch (type) {
      case AUDIO -> 4;
      case VIDEO -> 6;
      case DATA -> 5;
      case COMMAND, COMMAND_3 -> 3;
      default -> 2;
    };
  }

  boolean media() {
    return type == AUDIO || type == VIDEO || type == DATA;
  }
}
