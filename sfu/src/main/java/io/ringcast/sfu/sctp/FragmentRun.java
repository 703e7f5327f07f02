package io.ringcast.sfu.sctp;

import java.util.ArrayDeque;
import java.util.Deque;

/** Fragments of one message that stand side by side; the message is whole once its first and its last are there. */
final class FragmentRun {
  final int stream;
  final int ssn;
  final int ppid;
  final boolean unordered;
  private final Deque<byte[]> parts = new ArrayDeque<>(2);
  private long firstTsn;
  private long lastTsn;
  private boolean begun;
  private boolean ended;
  private int bytes;

  FragmentRun(DataFragment fragment) {
    stream = fragment.stream();
    ssn = fragment.ssn();
    ppid = fragment.ppid();
    unordered = fragment.unordered();
    firstTsn = fragment.tsn();
    lastTsn = fragment.tsn();
    begun = fragment.begins();
    ended = fragment.ends();
    bytes = fragment.payload().length;
    parts.add(fragment.payload());
  }

  long firstTsn() {
    return firstTsn;
  }

  long lastTsn() {
    return lastTsn;
  }

  int bytes() {
    return bytes;
  }

  /** What keeping it costs. */
  int costBytes() {
    return bytes + parts.size() * DataFragment.OVERHEAD_BYTES;
  }

  boolean isWhole() {
    return begun && ended;
  }

  /** Whether another run follows without a gap. */
  boolean isFollowedBy(FragmentRun next) {
    return lastTsn + 1 == next.firstTsn;
  }

  /** Whether what follows goes on with this message; otherwise both break the rules unless one ends and the other begins. */
  boolean goesOnIn(FragmentRun next) {
    return !ended && !next.begun && stream == next.stream && ssn == next.ssn && unordered == next.unordered;
  }

  boolean endsBefore(FragmentRun next) {
    return ended && next.begun;
  }

  /** Takes over what follows; the smaller one's parts move. The first fragment's identifier counts for the message. */
  FragmentRun joined(FragmentRun next) {
    if (parts.size() >= next.parts.size()) {
      parts.addAll(next.parts);
      lastTsn = next.lastTsn;
      ended = next.ended;
      bytes += next.bytes;
      return this;
    }
    while (!parts.isEmpty()) {
      next.parts.addFirst(parts.removeLast());
    }
    next.firstTsn = firstTsn;
    next.begun = begun;
    next.bytes += bytes;
    return next;
  }

  /** The message's bytes in one array. */
  byte[] message() {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    byte[] whole = new byte[bytes];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
