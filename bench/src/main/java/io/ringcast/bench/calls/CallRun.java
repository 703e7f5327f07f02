package io.ringcast.bench.calls;

import com.sun.management.OperatingSystemMXBean;
import io.ringcast.calls.call.RingStop;
import io.ringcast.calls.exchange.Alarm;
import io.ringcast.calls.exchange.CallLog;
import io.ringcast.calls.exchange.CallRooms;
import io.ringcast.calls.exchange.ExchangeSettings;
import io.ringcast.calls.exchange.Exchanges;
import io.ringcast.calls.exchange.PushSender;
import io.ringcast.calls.exchange.UserListener;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Pairs of users in two apps on one log, who begin their calls at a pace. */
final class CallRun implements AutoCloseable {
  private static final int APPS = 2;
  private static final double NS_PER_SECOND = 1e9;
  private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ExecutorService turns = Executors.newVirtualThreadPerTaskExecutor();
  private final Alarm alarm = Alarm.of(InstantSource.system(), System::nanoTime);
  private final CallTally tally = new CallTally();
  private final List<Pair> pairs = new ArrayList<>();

  CallRun(CallLog log, int pairCount) {
    Nowhere nowhere = new Nowhere();
    Exchanges exchanges = new Exchanges(ExchangeSettings.DEFAULT,
        new Exchanges.Ports(log, nowhere, nowhere, UserListener.NONE, alarm, turns), new SecureRandom());
    for (int i = 0; i < pairCount; i++) {
      pairs.add(new Pair(exchanges.of("app" + i % APPS), i, tally));
    }
  }

  /** @param perSecond how many calls begin in a second; fewer do when their pairs are not through with the last one */
  CallFigures measure(double perSecond, int warmSeconds, int seconds) {
    offer(perSecond, warmSeconds);
    tally.reset();
    long cpuNs = cpuNs();
    long beganNs = System.nanoTime();
    offer(perSecond, seconds);
    double tookS = (System.nanoTime() - beganNs) / NS_PER_SECOND;
    return tally.figures(tookS, (cpuNs() - cpuNs) / NS_PER_SECOND);
  }

  private void offer(double perSecond, int seconds) {
    long beganNs = System.nanoTime();
    long endNs = beganNs + TimeUnit.SECONDS.toNanos(seconds);
    double gapNs = NS_PER_SECOND / perSecond;
    int next = 0;
    for (long i = 0; System.nanoTime() < endNs; i++) {
      long dueNs = beganNs + (long) (i * gapNs);
      if (dueNs - System.nanoTime() > LATE_NS) {
        LockSupport.parkNanos(dueNs - System.nanoTime());
      }
      Pair pair = pairs.get(next++ % pairs.size());
      if (!pair.busy()) {
        pair.begin();
      }
    }
  }

  private static long cpuNs() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  @Override
  public void close() {
    alarm.close();
    turns.shutdownNow();
  }

  /** Rooms and pushes that nobody looks at. */
  private static final class Nowhere implements CallRooms, PushSender {
    @Override
    public String pass(String appId, String callId, String userId) {
      return "";
    }

    @Override
    public void admit(String appId, String callId, String userId, String deviceId) {}

    @Override
    public void dismiss(String appId, String callId, String userId) {}

    @Override
    public void close(String appId, String callId) {}

    @Override
    public void ring(Ring ring) {}

    @Override
    public void stop(String appId, String callId, String userId, RingStop why) {}
  }
}
