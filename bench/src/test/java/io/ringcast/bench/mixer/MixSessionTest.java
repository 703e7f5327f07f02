package io.ringcast.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.codec.CodecException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole benchmark on pictures as small as a stamp: FFmpeg, the mixer and the codecs all mix, and every figure is there. */
class MixSessionTest {
  @TempDir
  private Path folder;

  @Test
  void everyFigureIsThere() throws IOException, InterruptedException, CodecException {
    StringWriter said = new StringWriter();
    String json = new MixSession(folder, 1, new PrintWriter(said)).measure(List.of(1, 4), 180, 1, 1);
    assertThat(said.toString()).contains("beside FFmpeg").contains("4 of 180p").contains("90p");
    JsonNode loads = JsonMapper.shared().readTree(json).get("loads");
    assertThat(loads.size()).isEqualTo(2);
    for (JsonNode load : loads) {
      for (String figure : List.of("ffmpeg", "mixer", "floor", "mixerOfLayers", "floorOfLayers")) {
        assertThat(load.get(figure).get(0).asDouble()).as(figure).isPositive();
      }
    }
    assertThat(loads.get(1).get("layerHeight").asInt()).as("of four each has a quarter").isEqualTo(90);
  }
}
