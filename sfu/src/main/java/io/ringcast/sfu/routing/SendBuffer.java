package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.PeerData;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How much waits to reach one peer, on its way to its loop and there. Any thread may take room; the loop tells what it holds. */
public final class SendBuffer {
  private final AtomicInteger forLoop = new AtomicInteger();
  private final AtomicBoolean refused = new AtomicBoolean();
  private volatile int onLoop;

  /** What keeping a message costs. */
  static int cost(byte[] message) {
    return message.length + PeerData.MESSAGE_OVERHEAD_BYTES;
  }

  /** Any thread: takes room for a message; false when there is none. */
  public boolean take(byte[] message) {
    int cost = cost(message);
    if (onLoop + forLoop.addAndGet(cost) <= PeerData.BUFFER_BYTES) {
      return true;
    }
    forLoop.addAndGet(-cost);
    return false;
  }

  /** Any thread: notes that a message was refused; true for the first since there was room. */
  public boolean refuse() {
    return !refused.getAndSet(true);
  }

  /** Any thread: gives room back that was taken for a message which never reaches the loop. */
  public void giveBack(byte[] message) {
    forLoop.addAndGet(-cost(message));
  }

  public int bytes() {
    return onLoop + forLoop.get();
  }

  /** The loop: holds so much now. */
  void holds(int bytes) {
    onLoop = bytes;
  }

  /** The loop: whether a message was refused and there is room again; told once. */
  boolean hasRoomAgain() {
    return refused.get() && bytes() <= PeerData.BUFFER_BYTES - PeerData.ROOM_AGAIN_BYTES && refused.getAndSet(false);
  }
}
