package io.ringcast.bench.mixer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** CPU time of the calling thread, and of all others of this process. */
final class CpuClock {
  private static final double NS_PER_S = 1e9;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long spentNs;
  private long beganNs;
  private long threadAtStartNs;
  private long processAtStartNs;

  /** Counts from here on. */
  void restart() {
    spentNs = 0;
    threadAtStartNs = threads.getCurrentThreadCpuTime();
    processAtStartNs = system.getProcessCpuTime();
  }

  void begin() {
    beganNs = threads.getCurrentThreadCpuTime();
  }

  void end() {
    spentNs += threads.getCurrentThreadCpuTime() - beganNs;
  }

  /** Of this thread, between {@link #begin} and {@link #end}. */
  double spentSeconds() {
    return spentNs / NS_PER_S;
  }

  /** Of all other threads since the restart: the JVM's compilers and collector. */
  double othersSeconds() {
    long others = system.getProcessCpuTime() - processAtStartNs - (threads.getCurrentThreadCpuTime() - threadAtStartNs);
    return Math.max(0, others) / NS_PER_S;
  }
}
