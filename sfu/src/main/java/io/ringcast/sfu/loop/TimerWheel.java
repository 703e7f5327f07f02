package io.ringcast.sfu.loop;

import org.jspecify.annotations.Nullable;

/**
 * A hashed timer wheel: one slot a millisecond, later rounds wait in their slot. Timers fire at or at most one tick after their deadline,
 * never before. Used by its loop's thread only.
 */
public final class TimerWheel {
  static final int UNARMED = -1;
  /** One millisecond: finer than any protocol timer here, coarser than a turn. */
  public static final long TICK_NS = 1_000_000;

  /** About four seconds a round: nearly all timers are shorter. */
  private static final int SLOTS = 4_096;
  /** The slot of the list that is firing now. */
  private static final int FIRING = SLOTS;

  private final @Nullable Timer[] slots = new Timer[SLOTS + 1];
  private long tick;
  private int armed;
  /** No timer is due before this; it may be earlier than the first one is. */
  private long nextDueNs = Long.MAX_VALUE;

  public TimerWheel(long nowNs) {
    tick = Math.floorDiv(nowNs, TICK_NS);
  }

  /** Arms a timer, or moves it when it is armed already. */
  public void arm(Timer timer, long dueNs) {
    disarm(timer);
    timer.dueNs = dueNs;
    long dueTick = Math.max(Math.ceilDiv(dueNs, TICK_NS), tick + 1);
    insert(timer, (int) Math.floorMod(dueTick, (long) SLOTS));
    armed++;
    nextDueNs = Math.min(nextDueNs, dueTick * TICK_NS);
  }

  public void disarm(Timer timer) {
    if (timer.isArmed()) {
      unlink(timer);
      armed--;
    }
  }

  /** Timers that wait. */
  public int armed() {
    return armed;
  }

  /** Fires what is due up to {@code nowNs}. */
  public void advance(long nowNs) {
    long target = Math.floorDiv(nowNs, TICK_NS);
    if (target - tick > SLOTS) {
      tick = target - SLOTS;
    }
    boolean due = target * TICK_NS >= nextDueNs;
    while (tick < target) {
      tick++;
      fireSlot((int) Math.floorMod(tick, (long) SLOTS), nowNs);
    }
    if (due) {
      nextDueNs = earliestOccupiedNs();
    }
  }

  /** The earliest time at which a timer may be due, or {@link Long#MAX_VALUE}. */
  public long nextDueNs() {
    return armed == 0 ? Long.MAX_VALUE : nextDueNs;
  }

  private long earliestOccupiedNs() {
    if (armed == 0) {
      return Long.MAX_VALUE;
    }
    for (int ahead = 1; ahead <= SLOTS; ahead++) {
      if (slots[(int) Math.floorMod(tick + ahead, (long) SLOTS)] != null) {
        return (tick + ahead) * TICK_NS;
      }
    }
    return Long.MAX_VALUE;
  }

  private void fireSlot(int slot, long nowNs) {
    Timer head = slots[slot];
    slots[slot] = null;
    slots[FIRING] = head;
    for (Timer timer = head; timer != null; timer = timer.next) {
      timer.slot = FIRING;
    }
    while ((head = slots[FIRING]) != null) {
      unlink(head);
      if (Math.ceilDiv(head.dueNs, TICK_NS) <= tick) {
        armed--;
        head.deadline.onDeadline(nowNs);
      } else {
        insert(head, slot);
      }
    }
  }

  private void insert(Timer timer, int slot) {
    Timer head = slots[slot];
    timer.slot = slot;
    timer.previous = null;
    timer.next = head;
    if (head != null) {
      head.previous = timer;
    }
    slots[slot] = timer;
  }

  private void unlink(Timer timer) {
    if (timer.previous == null) {
      slots[timer.slot] = timer.next;
    } else {
      timer.previous.next = timer.next;
    }
    if (timer.next != null) {
      timer.next.previous = timer.previous;
    }
    timer.previous = null;
    timer.next = null;
    timer.slot = UNARMED;
  }
}
