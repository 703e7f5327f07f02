package io.ringcast.mixer.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.config.MarkStyle;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.layout.Layout;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Whole mixes, rendered to {@code target/pictures} to be looked at, with the colours that must be where. */
class MixedPicturesTest {
  private static final int[] COLORS = {0x3A6EA5, 0xA53A5E, 0x4E8F4A, 0x8A6BB0, 0xB0803A, 0x3A9C9C};
  private static final String CANVAS =
    "\"output\": {\"video\": {\"normal\": {\"width\": 640, \"height\": 360}, \"backgroundColor\": \"0x101828\"";

  private static void render(String name, String document, int people) throws MixConfigException, IOException {
    MixConfig config = MixConfigReader.read(document);
    List<Source> sources = new ArrayList<>();
    Map<String, Picture> pictures = new HashMap<>();
    for (int i = 0; i < people; i++) {
      String id = "u" + i + "_main";
      int width = i == 2 ? 180 : 320;
      int height = i == 2 ? 320 : 180;
      sources.add(new Source("u" + i, id, width, height, false));
      pictures.put(id, i == 3 ? Drawing.placeholder("Dora", "", width, height) : Pixels.portrait(width, height, COLORS[i]));
    }
    try (Canvas canvas = new Canvas(config.normal().width(), config.normal().height(), config.background().rgb())) {
      List<View> views = Layout.tiles(config, sources).stream()
        .map(tile -> new View(tile, pictures.get(tile.streamId()).frame(), 1)).toList();
      Rect bounds = canvas.picture().bounds();
      canvas.compose(views, List.of(Drawing.text("2026-11-29 09:05:00", new MarkStyle(16, true, 1, 0.02, 0.02), bounds),
        Drawing.text("Ringcast", new MarkStyle(28, false, 0.5, 0.02, 0.9), bounds)));
      Path folder = Files.createDirectories(Path.of("target", "pictures"));
      ImageIO.write(Pixels.image(canvas.picture()), "png", folder.resolve(name + ".png").toFile());
      for (View view : views) {
        Rect rect = view.tile().rect();
        int middle = Pixels.rgb(canvas.picture(), rect.x() + rect.width() / 2, rect.y() + rect.height() / 2);
        boolean covered = name.equals("floating") && rect.equals(bounds);
        assertThat(view.tile().streamId().equals("u3_main") || covered || Pixels.distance(middle, 0xFFDDBB) < 24)
          .as("the face of %s in %s, which is %06X", view.tile(), name, middle).isTrue();
      }
    }
    pictures.values().forEach(Picture::close);
  }

  @Test
  void floating() throws MixConfigException, IOException {
    render("floating", "{" + CANVAS + "}}}", 6);
  }

  @Test
  void adaptive() throws MixConfigException, IOException {
    render("adaptive", "{\"mode\": 3, " + CANVAS + ", \"exparams\": {\"renderMode\": 2}}}}", 5);
  }

  @Test
  void custom() throws MixConfigException, IOException {
    render("custom", """
        {"mode": 1, "input": {"video": [
          {"user_id": "u0", "x": 20, "y": 40, "width": 400, "height": 280},
          {"user_id": "u1", "x": 360, "y": 60, "width": 160, "height": 120, "z_order": 2},
          {"user_id": "u2", "x": 440, "y": 140, "width": 180, "height": 200, "z_order": 1}]},
        """ + CANVAS + "}}}", 3);
  }
}
