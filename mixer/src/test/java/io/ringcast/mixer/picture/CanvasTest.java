package io.ringcast.mixer.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.config.MarkStyle;
import io.ringcast.mixer.config.RenderMode;
import io.ringcast.mixer.layout.Fit;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanvasTest {
  private static final int RED = 0xD03030;
  private static final int GREEN = 0x30B050;
  private static final int BLUE = 0x3050D0;
  private static final int GROUND = 0x2255AA;

  private static View view(String id, Rect rect, RenderMode fill, Picture picture, long version) {
    return new View(new Tile(id, rect, fill), picture.frame(), version);
  }

  private static void assertColor(Canvas canvas, int x, int y, int rgb) {
    int seen = Pixels.rgb(canvas.picture(), x, y);
    assertThat(Pixels.distance(seen, rgb)).as("%06X at %d,%d instead of %06X", seen, x, y, rgb).isLessThan(8);
  }

  @Test
  void tilesLieWhereTheyShallAndBarsShowTheBackground() {
    try (Canvas canvas = new Canvas(640, 360, GROUND);
        Picture wide = Pixels.plain(320, 180, RED); Picture tall = Pixels.plain(180, 320, GREEN)) {
      boolean drawn = canvas.compose(List.of(view("a", new Rect(0, 0, 320, 360), RenderMode.CROP, wide, 1),
        view("b", new Rect(320, 0, 320, 360), RenderMode.WHOLE, tall, 1)), List.of());
      assertThat(drawn).isTrue();
      assertColor(canvas, 1, 1, RED);
      assertColor(canvas, 318, 358, RED);
      assertColor(canvas, 330, 10, GROUND);
      assertColor(canvas, 480, 180, GREEN);
      assertColor(canvas, 630, 350, GROUND);
    }
  }

  /** Red above left, green above right, blue below right, in a picture that lies: where each is seen after so many turns. */
  @ParameterizedTest
  @CsvSource({"0, D03030, 30B050, 3050D0", "1, 2255AA, D03030, 30B050", "2, 3050D0, 2255AA, D03030", "3, 30B050, 3050D0, 2255AA"})
  void aPictureThatLiesOnItsSideIsTurnedUpright(int turns, String upperLeft, String upperRight, String lowerRight) {
    boolean exchanged = turns % 2 != 0;
    try (Canvas canvas = new Canvas(320, 320, 0); Picture picture = Pixels.plain(320, 180, GROUND)) {
      picture.fill(new Rect(0, 0, 160, 90), Color.ofRgb(RED));
      picture.fill(new Rect(160, 0, 160, 90), Color.ofRgb(GREEN));
      picture.fill(new Rect(160, 90, 160, 90), Color.ofRgb(BLUE));
      canvas.compose(List.of(new View(new Tile("a", canvas.picture().bounds(), RenderMode.WHOLE), picture.frame(), 1, turns)), List.of());
      int left = exchanged ? 80 : 10;
      int top = exchanged ? 10 : 80;
      assertColor(canvas, left, top, Integer.parseInt(upperLeft, 16));
      assertColor(canvas, 319 - left, top, Integer.parseInt(upperRight, 16));
      assertColor(canvas, 319 - left, 319 - top, Integer.parseInt(lowerRight, 16));
      assertColor(canvas, exchanged ? 60 : 160, exchanged ? 160 : 60, 0);
      Rect cropped = new Rect(0, 0, 120, 320);
      canvas.compose(List.of(new View(new Tile("a", cropped, RenderMode.CROP), picture.frame(), 1, turns)), List.of());
      assertColor(canvas, 10, 10, Integer.parseInt(upperLeft, 16));
      assertColor(canvas, 110, 310, Integer.parseInt(lowerRight, 16));
    }
  }

  @Test
  void onlyWhatChangedIsDrawn() {
    try (Canvas canvas = new Canvas(640, 360, GROUND);
        Picture red = Pixels.plain(320, 180, RED); Picture blue = Pixels.plain(320, 180, BLUE)) {
      Rect small = new Rect(480, 270, 160, 90);
      List<View> views = List.of(view("a", canvas.picture().bounds(), RenderMode.CROP, red, 1), view("b", small, RenderMode.CROP, blue, 1));
      canvas.compose(views, List.of());
      assertThat(canvas.tilesDrawn()).isEqualTo(2);
      assertThat(canvas.compose(views, List.of())).as("nothing changed").isFalse();
      canvas.compose(List.of(views.get(0), view("b", small, RenderMode.CROP, red, 2)), List.of());
      assertThat(canvas.tilesDrawn()).as("the upper tile alone").isEqualTo(3);
      assertColor(canvas, 600, 350, RED);
      canvas.compose(List.of(view("a", canvas.picture().bounds(), RenderMode.CROP, blue, 2), view("b", small, RenderMode.CROP, red, 2)),
        List.of());
      assertThat(canvas.tilesDrawn()).as("and what lies over the lower").isEqualTo(5);
      assertColor(canvas, 600, 350, RED);
      assertColor(canvas, 100, 100, BLUE);
      canvas.compose(List.of(view("b", small, RenderMode.CROP, red, 2)), List.of());
      assertColor(canvas, 100, 100, GROUND);
    }
  }

  /** A canvas that draws only what changed shows at every step what one shows that draws everything. */
  @Test
  void dirtyDrawingShowsWhatFullDrawingShows() {
    for (int seed = 1; seed <= 30; seed++) {
      Random random = new Random(seed);
      List<Picture> pictures = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        pictures.add(Pixels.portrait(16 + 2 * random.nextInt(100), 16 + 2 * random.nextInt(100), random.nextInt(0x1000000)));
      }
      int tiles = 1 + random.nextInt(5);
      List<Tile> places = new ArrayList<>();
      int[] shown = new int[tiles];
      long[] versions = new long[tiles];
      for (int i = 0; i < tiles; i++) {
        places.add(randomTile(random, "t" + i));
      }
      Rect bounds = new Rect(0, 0, 320, 180);
      List<Mark> marks = List.of(Drawing.text("over all", new MarkStyle(20, true, 0.5, random.nextDouble(), random.nextDouble()), bounds),
        Drawing.text("again", new MarkStyle(30, false, 0.7, random.nextDouble(), random.nextDouble()), bounds));
      try (Canvas canvas = new Canvas(320, 180, GROUND)) {
        for (int step = 0; step < 20; step++) {
          int changed = random.nextInt(tiles);
          shown[changed] = random.nextInt(pictures.size());
          versions[changed]++;
          if (random.nextInt(6) == 0) {
            places.set(changed, randomTile(random, "t" + changed));
          }
          List<View> views = new ArrayList<>();
          for (int i = 0; i < tiles; i++) {
            views.add(new View(places.get(i), pictures.get(shown[i]).frame(), versions[i]));
          }
          canvas.compose(views, marks);
          try (Canvas fresh = new Canvas(320, 180, GROUND)) {
            fresh.compose(views, marks);
            assertThat(Pixels.same(canvas.picture(), fresh.picture())).as("seed %d step %d", seed, step).isTrue();
          }
        }
      }
      pictures.forEach(Picture::close);
    }
  }

  private static Tile randomTile(Random random, String id) {
    int width = 2 + 2 * random.nextInt(160);
    int height = 2 + 2 * random.nextInt(90);
    Rect rect = new Rect(2 * random.nextInt((320 - width) / 2 + 1), 2 * random.nextInt((180 - height) / 2 + 1), width, height);
    return new Tile(id, rect, RenderMode.values()[random.nextInt(2)]);
  }

  @Test
  void aPictureWhoseSizeChangesEveryFrameIsFollowed() {
    try (Canvas canvas = new Canvas(320, 180, GROUND)) {
      for (int i = 1; i < 60; i++) {
        try (Picture odd = Pixels.plain(i, 61 - i, RED)) {
          canvas.compose(List.of(view("a", canvas.picture().bounds(), RenderMode.CROP, odd, i)), List.of());
          assertColor(canvas, 160, 90, RED);
        }
      }
    }
  }

  @Test
  void backgroundsHavePictures() {
    try (Canvas canvas = new Canvas(320, 180, GROUND); Picture blue = Pixels.plain(20, 20, BLUE)) {
      var image = Pixels.image(blue);
      canvas.backdrop(Drawing.image(image,
        new Fit(new Rect(0, 0, image.getWidth(), image.getHeight()), new Rect(0, 0, 160, 180)), canvas.picture().bounds()));
      canvas.compose(List.of(), List.of());
      assertColor(canvas, 10, 10, BLUE);
      assertColor(canvas, 300, 10, GROUND);
    }
  }
}
