package io.ringcast.sfu.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import org.junit.jupiter.api.Test;

class SpatialLayersTest {
  private static final long NOW_NS = 5_000_000_000L;
  private static final int PACKET_BYTES = 1_000;

  private final LayerSet layers = new LayerSet(1, true);
  private final SpatialLayers spatial = new SpatialLayers(layers);
  private final PacketPool pool = new PacketPool(100);

  private static PayloadInfo announcing(int count) {
    PayloadInfo info = new PayloadInfo();
    info.spatialLayers = count;
    for (int i = 0; i < count; i++) {
      info.layerWidths[i] = 240 << i;
      info.layerHeights[i] = 135 << i;
    }
    return info;
  }

  private void send(int spatialLayer, int targets, int timestamp) {
    Packet packet = pool.take();
    assertThat(packet).isNotNull();
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(packet.bytes(), 0, false, 96, 1, timestamp, 3);
    header.end();
    packet.length(PACKET_BYTES);
    packet.wrapRtp();
    packet.payload().clear();
    packet.payload().spatialLayer = spatialLayer;
    packet.payload().targets = targets;
    spatial.meter(packet, NOW_NS);
    packet.release();
  }

  @Test
  void layersAreLearntFromPacketsAndCountAsSentUntilTheyFailToCome() {
    assertThat(spatial.learn(new PayloadInfo(), NOW_NS)).as("nothing told").isFalse();
    assertThat(spatial.learn(announcing(3), NOW_NS)).isTrue();
    assertThat(spatial.learn(announcing(3), NOW_NS)).as("told again").isFalse();
    assertThat(layers.count()).isEqualTo(3);
    assertThat(layers.layer(2).active()).isTrue();
    assertThat(layers.layer(1).width()).isEqualTo(480);
    assertThat(spatial.learn(announcing(2), NOW_NS)).isTrue();
    assertThat(layers.count()).isEqualTo(2);
    assertThat(layers.layer(2).active()).isFalse();
    spatial.learn(announcing(4), NOW_NS);
    assertThat(layers.count()).as("what is above BIG is not told apart").isEqualTo(3);
  }

  @Test
  void aLayersRateIsWhatItsSubscriberGets() {
    spatial.learn(announcing(2), NOW_NS);
    int lower = PayloadInfo.targetsFrom(0, 0);
    int upper = PayloadInfo.targetsFrom(1, 0);
    send(0, lower | upper, 1);
    send(1, upper, 1);
    send(0, lower, 2);
    send(1, upper, 2);
    assertThat(spatial.meter(0).bitrateBps(NOW_NS)).isEqualTo(2L * PACKET_BYTES * Byte.SIZE);
    assertThat(spatial.meter(1).bitrateBps(NOW_NS)).as("with what it stands on").isEqualTo(3L * PACKET_BYTES * Byte.SIZE);
    assertThat(spatial.meter(1).framesPerSecond(NOW_NS)).isEqualTo(2);
  }
}
