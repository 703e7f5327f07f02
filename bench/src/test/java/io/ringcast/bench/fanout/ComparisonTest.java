package io.ringcast.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.transport.SrtpProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Load LOAD = new Load(1, 1, 0, 10, Loads.FRAME);
  private static final Latency LATENCY = new Latency(1_000, 2_000);

  private final Comparison comparison = new Comparison(LOAD);

  @Test
  void theMedianStandsInTheMiddle() {
    assertThat(Comparison.median(List.of(3.0, 1.0, 2.0)).getAsDouble()).isEqualTo(2);
    assertThat(Comparison.median(List.of(4.0, 1.0)).getAsDouble()).isEqualTo(2.5);
    assertThat(Comparison.median(List.of())).isEmpty();
  }

  @Test
  void aRunThatLostPacketsIsNotQuoted() {
    comparison.add(run("ours", SrtpProfile.AEAD_AES_128_GCM, 100, 1_000));
    comparison.add(run("ours", SrtpProfile.AEAD_AES_128_GCM, 1, 990));
    assertThat(comparison.median("ours", SrtpProfile.AEAD_AES_128_GCM, FanoutFigures::cpuNsPerPacket).getAsDouble()).isEqualTo(100);
  }

  @Test
  void othersAreQuotedAtTheirBetterCipher() {
    comparison.add(run("ours", SrtpProfile.AEAD_AES_128_GCM, 100, 1_000));
    comparison.add(run("theirs", SrtpProfile.AEAD_AES_128_GCM, 900, 1_000));
    comparison.add(run("theirs", SrtpProfile.AES128_CM_SHA1_80, 600, 1_000));
    comparison.addBare(50);
    assertThat(comparison.better("theirs", FanoutFigures::cpuNsPerPacket).getAsDouble()).isEqualTo(600);
    assertThat(comparison.text()).contains("ours beside theirs at its better cipher: 100.0 / 600.0 = 1/6.00")
      .contains("ours beside the bare loop: 100 / 50 = 2.00").contains("100.000", "AES128_CM_SHA1_80")
      .contains("loops 0, GC 3");
  }

  @Test
  void figuresAreThereAsJson() {
    comparison.add(run("ours", SrtpProfile.AEAD_AES_128_GCM, 100, 1_000));
    assertThat(FiguresJson.of(List.of(comparison)))
      .contains("\"cpuNsPerPacket\" : 100.0", "\"lastOfAllP99Us\" : 2000", "\"subscribers\" : 10");
  }

  private static FanoutFigures run(String contender, SrtpProfile profile, long nsPerPacket, long arrived) {
    Plan plan = new Plan(LOAD, 1, 1, profile, 1, false, false, false);
    Cost cost = new Cost(nsPerPacket * arrived, List.of(1L, 2L), Map.of("GC", 3_000_000L), 1_000_000_000L, 0, 0, 0, 0);
    Arrived video = new Arrived(1_000, arrived, 0, 0, LATENCY, LATENCY, LATENCY);
    return new FanoutFigures(contender, plan, cost, Optional.of(video), Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }
}
