package io.ringcast.mixer.job;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of what mixes took in and made, added up over all mixes of a process. Any thread. */
public final class MixCounters {
  private final Map<MixCount, LongAdder> adders = new EnumMap<>(MixCount.class);

  public MixCounters() {
    for (MixCount count : MixCount.values()) {
      adders.put(count, new LongAdder());
    }
  }

  void add(MixCount what, long times) {
    adder(what).add(times);
  }

  public long of(MixCount what) {
    return adder(what).sum();
  }

  private LongAdder adder(MixCount what) {
    LongAdder adder = adders.get(what);
    if (adder == null) {
      throw new IllegalStateException("every count has its adder");
    }
    return adder;
  }
}
