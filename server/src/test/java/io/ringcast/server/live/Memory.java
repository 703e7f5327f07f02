package io.ringcast.server.live;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What the process holds once garbage is collected: heap, and buffers outside of it. */
record Memory(long heapBytes, long directBytes) {
  private static final double MIB = 1 << 20;
  /** Cleaners run after the first collection, what they free goes with the second. */
  private static final int COLLECTIONS = 3;

  static Memory held() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Memory(heap, direct + Math.max(0, PlatformDependent.usedDirectMemory()));
  }

  /** More than before; negative for less. */
  double grownMib(Memory before) {
    return (heapBytes + directBytes - before.heapBytes - before.directBytes) / MIB;
  }

  @Override
  public String toString() {
    return "%.1f MiB heap + %.1f MiB direct".formatted(heapBytes / MIB, directBytes / MIB);
  }
}
