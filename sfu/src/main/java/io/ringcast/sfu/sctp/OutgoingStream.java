package io.ringcast.sfu.sctp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Our side of one stream: the number of its next ordered message and what waits to be sent. */
final class OutgoingStream {
  final int id;
  /** Bytes of messages that are not acknowledged yet. */
  int bufferedBytes;
  /** Its reset is asked for: nothing is taken any more. */
  boolean closing;
  private int nextSsn;
  /** Made with the first message that has to wait; null while there is none. */
  private @Nullable Deque<OutgoingMessage> waiting;

  OutgoingStream(int id) {
    this.id = id;
  }

  int takeSsn() {
    int ssn = nextSsn;
    nextSsn = (ssn + 1) & 0xFFFF;
    return ssn;
  }

  void add(OutgoingMessage message) {
    Deque<OutgoingMessage> queue = waiting;
    if (queue == null) {
      queue = new ArrayDeque<>(2);
      waiting = queue;
    }
    queue.addLast(message);
  }

  boolean isEmpty() {
    return waiting == null;
  }

  @Nullable OutgoingMessage head() {
    return waiting == null ? null : waiting.peekFirst();
  }

  void removeHead() {
    if (waiting != null) {
      waiting.removeFirst();
      if (waiting.isEmpty()) {
        waiting = null;
      }
    }
  }
}
