package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Layer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerIndexTest {
  @ParameterizedTest
  @CsvSource({"1, BIG, 0", "1, SMALL, 0", "2, SMALL, 0", "2, MEDIUM, 0", "2, BIG, 1", "3, SMALL, 0", "3, MEDIUM, 1", "3, BIG, 2"})
  void layersHaveIndices(int count, Layer layer, int index) {
    assertThat(LayerIndex.of(layer, count)).isEqualTo(index);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, BIG", "2, 0, SMALL", "2, 1, BIG", "3, 0, SMALL", "3, 1, MEDIUM", "3, 2, BIG"})
  void indicesHaveLayers(int count, int index, Layer layer) {
    assertThat(LayerIndex.layer(index, count)).isEqualTo(layer);
  }
}
