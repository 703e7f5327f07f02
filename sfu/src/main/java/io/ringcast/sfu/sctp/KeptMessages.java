package io.ringcast.sfu.sctp;

/** What the listener of one peer's channels keeps of the messages it heard: that counts against the window until it is given back. */
final class KeptMessages {
  private final ReassemblyBudget budget;
  private int bytes;
  private boolean closed;

  KeptMessages(ReassemblyBudget budget) {
    this.budget = budget;
  }

  int bytes() {
    return bytes;
  }

  /** Keeps so much more, or less when it is negative. */
  void keep(int more) {
    if (!closed) {
      bytes += more;
      budget.hold(more);
    }
  }

  /** Nothing follows. */
  void close() {
    keep(-bytes);
    closed = true;
  }
}
