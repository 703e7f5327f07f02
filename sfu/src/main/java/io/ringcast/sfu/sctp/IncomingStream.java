package io.ringcast.sfu.sctp;

import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The peer's side of one stream: which ordered message is next, and whole ones that wait for it. */
final class IncomingStream {
  private static final int SSN_MASK = 0xFFFF;

  /** The next message's number, unwrapped. */
  private long next;
  /** By unwrapped number; null while none waits. */
  private @Nullable TreeMap<Long, FragmentRun> waiting;

  /** Takes a whole message and hands on what is in order now; false when its number was there before. */
  boolean take(FragmentRun whole, Consumer<FragmentRun> inOrder) {
    long number = unwrap(whole.ssn);
    if (number == next) {
      next++;
      inOrder.accept(whole);
      handOn(inOrder);
      return true;
    }
    if (number < next) {
      return false;
    }
    TreeMap<Long, FragmentRun> held = waiting;
    if (held == null) {
      held = new TreeMap<>();
      waiting = held;
    }
    return held.putIfAbsent(number, whole) == null;
  }

  /** The peer gave up all messages up to this one: whole ones among them are handed on, and what follows them. */
  void skipTo(int ssn, Consumer<FragmentRun> inOrder) {
    long number = unwrap(ssn);
    while (waiting != null && !waiting.isEmpty() && waiting.firstKey() <= number) {
      inOrder.accept(waiting.pollFirstEntry().getValue());
    }
    next = Math.max(next, number + 1);
    handOn(inOrder);
  }

  /** Begins with the first number again; what waited was of before. */
  void reset(Consumer<FragmentRun> dropped) {
    next = 0;
    if (waiting != null) {
      waiting.values().forEach(dropped);
      waiting = null;
    }
  }

  private void handOn(Consumer<FragmentRun> inOrder) {
    while (waiting != null && !waiting.isEmpty() && waiting.firstKey() == next) {
      next++;
      inOrder.accept(waiting.pollFirstEntry().getValue());
    }
    if (waiting != null && waiting.isEmpty()) {
      waiting = null;
    }
  }

  private long unwrap(int ssn) {
    return next + (short) ((ssn & SSN_MASK) - (int) next);
  }
}
