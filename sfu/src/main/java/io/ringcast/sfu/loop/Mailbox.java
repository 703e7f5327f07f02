package io.ringcast.sfu.loop;

/** A loop's bounded queue of commands: how every other thread speaks to it. */
@FunctionalInterface
public interface Mailbox {
  /**
   * Has the loop run a command soon, in the order of posting from one thread.
   *
   * @return false when the queue is full or the loop has ended; the command will not run
   */
  boolean post(Command command);

  /** What a loop is asked to do. */
  @FunctionalInterface
  interface Command {
    void run(long nowNs);
  }
}
