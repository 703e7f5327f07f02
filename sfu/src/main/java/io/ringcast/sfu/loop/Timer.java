package io.ringcast.sfu.loop;

import org.jspecify.annotations.Nullable;

/** One deadline that can be armed, moved and disarmed without allocation; its owner keeps it. */
public final class Timer {
  final Deadline deadline;
  long dueNs;
  @Nullable Timer previous;
  @Nullable Timer next;
  int slot = TimerWheel.UNARMED;

  public Timer(Deadline deadline) {
    this.deadline = deadline;
  }

  public boolean isArmed() {
    return slot != TimerWheel.UNARMED;
  }

  public long dueNs() {
    return dueNs;
  }
}
