package io.ringcast.mixer.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.config.Background;
import io.ringcast.mixer.config.InputFilter;
import io.ringcast.mixer.config.LayoutMode;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.RenderMode;
import io.ringcast.mixer.config.VideoProfile;
import io.ringcast.mixer.config.Watermarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every layout, on rooms and canvases drawn from seeds. */
class LayoutPropertyTest {
  private static final int FIRST = Integer.getInteger("simulation.first", 1);
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 2_000);

  private static MixConfig config(Random random, LayoutMode mode) {
    VideoProfile normal = new VideoProfile(side(random), side(random), 25, 800_000);
    RenderMode fill = RenderMode.values()[random.nextInt(2)];
    return new MixConfig(mode, null, InputFilter.ALL, null, null, normal, normal, fill, Background.BLACK, 64_000, Watermarks.NONE,
      List.of(), null, null);
  }

  private static int side(Random random) {
    return 16 + 2 * random.nextInt(953);
  }

  private static List<Source> sources(Random random) {
    List<Source> sources = new ArrayList<>();
    int count = random.nextInt(18);
    for (int i = 0; i < count; i++) {
      sources.add(new Source("u" + i, "u" + i + "_main", random.nextInt(2000), random.nextInt(2000), random.nextInt(8) == 0));
    }
    return sources;
  }

  @Test
  void tilesLieOnTheCanvasAndAdaptiveOnesBesideEachOther() {
    for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Random random = new Random(seed);
      LayoutMode mode = random.nextBoolean() ? LayoutMode.ADAPTIVE : LayoutMode.FLOATING;
      MixConfig config = config(random, mode);
      List<Source> sources = sources(random);
      List<Tile> tiles = Layout.tiles(config, sources);
      assertThat(tiles).as("seed %d", seed).hasSize(Math.min(16, sources.size()));
      assertOnCanvas(seed, config, tiles);
      if (mode == LayoutMode.ADAPTIVE) {
        assertEqualAndApart(seed, tiles);
      }
    }
  }

  private static void assertOnCanvas(int seed, MixConfig config, List<Tile> tiles) {
    Rect canvas = new Rect(0, 0, config.normal().width(), config.normal().height());
    for (Tile tile : tiles) {
      assertThat(canvas.contains(tile.rect())).as("seed %d: %s on %s", seed, tile, canvas).isTrue();
      assertThat(tile.rect().isEmpty()).as("seed %d: %s", seed, tile).isFalse();
      assertThat(tile.rect()).as("seed %d", seed).isEqualTo(tile.rect().even());
    }
  }

  private static void assertEqualAndApart(int seed, List<Tile> tiles) {
    for (int i = 0; i < tiles.size(); i++) {
      Rect one = tiles.get(i).rect();
      assertThat(one.width()).as("seed %d", seed).isEqualTo(tiles.getFirst().rect().width());
      assertThat(one.height()).as("seed %d", seed).isEqualTo(tiles.getFirst().rect().height());
      for (Tile other : tiles.subList(0, i)) {
        assertThat(one.overlaps(other.rect())).as("seed %d: %s and %s", seed, one, other).isFalse();
      }
    }
  }

  @Test
  void fitsStayWithinPictureAndTile() {
    for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Random random = new Random(seed);
      Rect tile = new Rect(2 * random.nextInt(100), 2 * random.nextInt(100), 2 + 2 * random.nextInt(900), 2 + 2 * random.nextInt(900));
      int width = 1 + random.nextInt(2000);
      int height = 1 + random.nextInt(2000);
      RenderMode mode = RenderMode.values()[random.nextInt(2)];
      Fit fit = Fit.of(width, height, tile, mode);
      String what = "seed " + seed + ": " + width + "x" + height + " " + mode + " " + tile + " " + fit;
      assertThat(tile.contains(fit.to()) && new Rect(0, 0, width, height).contains(fit.from())).as(what).isTrue();
      assertThat(fit.to().isEmpty() || fit.from().isEmpty()).as(what).isFalse();
      assertThat(fit.to().x() % 2 + fit.to().y() % 2 + fit.to().width() % 2 + fit.to().height() % 2).as(what).isZero();
      assertThat(mode == RenderMode.CROP ? fit.to() : fit.from()).as(what)
        .isEqualTo(mode == RenderMode.CROP ? tile : new Rect(0, 0, width, height));
    }
  }

  @Test
  void aChangeBeginsWhereItWasAndEndsWhereItShallBe() {
    for (int seed = FIRST; seed < FIRST + SEEDS / 10; seed++) {
      Random random = new Random(seed);
      MixConfig config = config(random, LayoutMode.ADAPTIVE);
      List<Source> sources = sources(random);
      List<Tile> before = Layout.tiles(config, sources.subList(0, sources.size() / 2));
      List<Tile> after = Layout.tiles(config, sources);
      Transition change = new Transition(before, after, 1_000);
      assertThat(change.at(1_000).stream().limit(before.size()).map(Tile::rect)).as("seed %d", seed)
        .isEqualTo(before.stream().map(Tile::rect).limit(after.size()).toList());
      assertThat(change.at(1_000 + Transition.DURATION_NS)).as("seed %d", seed).isEqualTo(after);
      for (int step = 0; step < 10; step++) {
        assertOnCanvas(seed, config, change.at(1_000 + step * Transition.DURATION_NS / 10));
      }
    }
  }
}
