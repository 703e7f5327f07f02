package io.ringcast.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.support.Stopwatch;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Handshakes over many {@linkplain LossyPath lossy paths} at a time: every one of them completes. {@code -Dhandshakes.first=N} begins with
 * another seed, {@code -Dhandshakes.count=N} tries so many.
 */
class LossyHandshakeTest {
  private static final int COUNT = 150;
  private static final int LONG_COUNT = 5_000;
  /** Their threads mostly wait, so it is the CPU of one at a time that bounds a run. */
  private static final int AT_A_TIME = 200;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void completeWhereDatagramsAreLostAndReordered(boolean splits) throws InterruptedException {
    check(Long.getLong("handshakes.first", 1), Integer.getInteger("handshakes.count", COUNT), splits);
  }

  @Test
  @Tag("long")
  void thousandsComplete() throws InterruptedException {
    check(1_000_000, LONG_COUNT, false);
    check(1_000_000, LONG_COUNT, true);
  }

  private static void check(long first, int count, boolean splits) throws InterruptedException {
    Map<Long, String> failures = new ConcurrentSkipListMap<>();
    double[] seconds = new double[count];
    Semaphore places = new Semaphore(AT_A_TIME);
    BouncyDtls dtls = new BouncyDtls(new SecureRandom(), 2);
    try (ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor()) {
      for (int i = 0; i < count; i++) {
        places.acquire();
        int index = i;
        Stopwatch stopwatch = new Stopwatch();
        var _ = new LossyPath(first + i, splits).shakeHands(dtls, loop).whenComplete((done, failure) -> {
          if (failure != null) {
            failures.put(first + index, failure.toString());
          }
          seconds[index] = stopwatch.seconds();
          places.release();
        });
      }
      places.acquire(AT_A_TIME);
    }
    Arrays.sort(seconds);
    System.out.printf(Locale.ROOT, "handshakes: %d from seed %d, %s, %d failed, p50 %.2f s, p99 %.2f s, longest %.2f s%n", count, first,
        splits ? "a record a datagram" : "as sent", failures.size(), seconds[count / 2], seconds[count * 99 / 100], seconds[count - 1]);
    assertThat(failures).as("seeds that failed").isEmpty();
  }
}
