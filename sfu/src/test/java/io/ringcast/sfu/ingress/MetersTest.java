package io.ringcast.sfu.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.loop.TimerWheel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetersTest {
  private static final long MS = 1_000_000;

  @Test
  void rateIsWhatCameInTheLastSecond() {
    LayerMeter meter = new LayerMeter();
    int timestamp = 0;
    for (long frame = 0; frame < 60; frame++) {
      long nowNs = 10_000 * MS + frame * 1_000 * MS / 30;
      meter.add(1_000, timestamp, 0, nowNs);
      meter.add(250, timestamp, 0, nowNs);
      timestamp += 3_000;
    }
    assertThat(meter.bitrateBps(11_999 * MS)).isBetween(280_000L, 300_000L);
    assertThat(meter.framesPerSecond(11_999 * MS)).isBetween(28.0, 30.0);
    assertThat(meter.bitrateBps(13_500 * MS)).isZero();
    assertThat(meter.framesPerSecond(13_500 * MS)).isZero();
  }

  /** Last packets of two layers, in milliseconds before now, and the sibling's by the second check. */
  @ParameterizedTest
  @CsvSource({
    "0,    100,   0,    true, both are sent",
    "100,  700,   0,    false, the sibling goes on without it",
    "100,  700,   100,  true, the sibling's last frame is not the layer's last yet",
    "100,  500,   0,    true, a frame the encoder left out",
    "5000, 5100,  5000, true, a screen share that stands still",
    "1000, 2000,  1000, true, a screen share at a frame a second",
    "1000, 2000,  0,    false, whose next frame is missing too",
    "9900, 10100, 9900, false, nothing for very long",
  })
  void aLayerStopsWhenLeftBehindOrStalled(long siblingMs, long layerMs, long siblingAgainMs, boolean active, String why) {
    long nowNs = 100_000 * MS;
    LayerSet layers = new LayerSet(2, true);
    LayerState sibling = active(layers.layer(0), nowNs - siblingMs * MS);
    LayerState layer = active(layers.layer(1), nowNs - layerMs * MS);
    LayerActivity activity = new LayerActivity(layers);
    boolean stopped = activity.check(1, nowNs);
    sibling.lastPacketNs(nowNs - siblingAgainMs * MS);
    assertThat(stopped || activity.check(1, nowNs)).as(why).isEqualTo(!active);
    assertThat(layer.active()).as(why).isEqualTo(active);
    assertThat(activity.check(1, nowNs)).as("told once").isFalse();
  }

  private static LayerState active(LayerState state, long lastPacketNs) {
    state.active(true);
    state.lastPacketNs(lastPacketNs);
    return state;
  }

  @Test
  void loudnessRisesInAWordAndOutlivesAPause() {
    LoudnessFilter filter = new LoudnessFilter();
    for (int i = 0; i < 3; i++) {
      filter.onLevel(27);
    }
    assertThat(filter.loudness()).isBetween(80, 100);
    for (int i = 0; i < 15; i++) {
      filter.onLevel(127);
    }
    assertThat(filter.loudness()).isBetween(25, 50);
    for (int i = 0; i < 200; i++) {
      filter.onLevel(127);
    }
    assertThat(filter.loudness()).isZero();
    for (int i = 0; i < 50; i++) {
      filter.onLevel(0);
    }
    assertThat(filter.loudness()).isEqualTo(127);
  }

  @Test
  void manyKeyframeRequestsBecomeFew() {
    TimerWheel timers = new TimerWheel(0);
    List<Long> sentMs = new ArrayList<>();
    KeyframeRequester requester = new KeyframeRequester(timers, nowNs -> sentMs.add(nowNs / MS));
    for (long ms = 0; ms < 100; ms++) {
      timers.advance(ms * MS);
      requester.request(ms * MS);
    }
    assertThat(sentMs).containsExactly(0L);
    requester.onKeyframe();
    requester.request(120 * MS);
    for (long ms = 100; ms < 10_000; ms++) {
      timers.advance(ms * MS);
    }
    assertThat(sentMs).containsExactly(
      0L, 500L, 1_000L, 1_500L, 2_000L, 2_500L, 3_000L, 3_500L, 4_000L, 4_500L, 5_000L);
    assertThat(timers.armed()).isZero();
    requester.request(10_000 * MS);
    assertThat(sentMs).as("starts over").hasSize(12);
    requester.onKeyframe();
    assertThat(timers.armed()).isZero();
  }
}
