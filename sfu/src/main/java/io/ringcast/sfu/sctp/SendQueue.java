package io.ringcast.sfu.sctp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What waits to be sent: streams that have messages take turns, one whole message each, so a long queue on one delays no other. */
final class SendQueue {
  private static final int FEW_STREAMS = 4;

  private final int maxStreams;
  private @Nullable OutgoingStream[] streams = new OutgoingStream[FEW_STREAMS];
  /** Made with the first message that waits; null while there is none. */
  private @Nullable Deque<OutgoingStream> turns;

  SendQueue(int maxStreams) {
    this.maxStreams = maxStreams;
  }

  /** Our side of a stream, made when it is first asked for. */
  OutgoingStream stream(int id) {
    if (id >= maxStreams) {
      throw new IllegalArgumentException("stream " + id + " of " + maxStreams);
    }
    if (id >= streams.length) {
      streams = Arrays.copyOf(streams, Math.min(maxStreams, Integer.highestOneBit(id) * 2));
    }
    OutgoingStream stream = streams[id];
    if (stream == null) {
      stream = new OutgoingStream(id);
      streams[id] = stream;
    }
    return stream;
  }

  /** Forgets a stream that is reset, unless something else uses it again. */
  void forget(int id) {
    if (id < streams.length) {
      streams[id] = null;
    }
  }

  void add(OutgoingMessage message) {
    OutgoingStream stream = message.stream;
    if (stream.isEmpty()) {
      Deque<OutgoingStream> waiting = turns;
      if (waiting == null) {
        waiting = new ArrayDeque<>(2);
        turns = waiting;
      }
      waiting.addLast(stream);
    }
    stream.add(message);
  }

  boolean isEmpty() {
    return turns == null;
  }

  /** The message whose turn it is. */
  @Nullable OutgoingMessage head() {
    return turns == null ? null : turns.getFirst().head();
  }

  /** The message whose turn it was is done with. */
  void removeHead() {
    if (turns == null) {
      return;
    }
    OutgoingStream stream = turns.removeFirst();
    stream.removeHead();
    if (!stream.isEmpty()) {
      turns.addLast(stream);
    } else if (turns.isEmpty()) {
      turns = null;
    }
  }
}
