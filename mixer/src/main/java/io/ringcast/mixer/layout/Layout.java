package io.ringcast.mixer.layout;

import io.ringcast.mixer.config.LayoutMode;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixLimits;
import io.ringcast.mixer.config.RenderMode;
import io.ringcast.mixer.config.StreamRef;
import io.ringcast.mixer.config.VideoInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is where: a function of what is asked and who is there, in the order in which they began to publish. All rectangles lie within the
 * canvas and on whole colour samples.
 *
 * <p>CUSTOM puts each listed stream that is there where the document says. FLOATING gives the host the canvas and the others small tiles
 * of a quarter of its sides, from the bottom right corner upwards, then the next column to the left. ADAPTIVE gives all the same size, in
 * rows from the top left, the host first; a last row that is not full stands in the middle.
 */
public final class Layout {
  /** Small tiles beside each other and above each other: 15 fit, one place of 16 belongs to who fills the canvas. */
  private static final int FLOATING_GRID = 4;

  private Layout() {}

  /** The tiles, lowest first. */
  public static List<Tile> tiles(MixConfig config, List<Source> sources) {
    List<Source> wanted = sources.stream().filter(source -> config.wantsVideo(source.userId(), source.streamId())).toList();
    if (config.mode() == LayoutMode.CUSTOM) {
      return custom(config, wanted);
    }
    List<Source> shown = hostFirst(wanted, config.host()).stream().limit(MixLimits.VIDEO_INPUTS).toList();
    Rect canvas = new Rect(0, 0, config.normal().width(), config.normal().height());
    List<Rect> places = config.mode() == LayoutMode.FLOATING ? floating(canvas, shown.size()) : Grid.places(canvas, shown);
    List<Tile> tiles = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      tiles.add(tile(config, shown.get(i), places.get(i)));
    }
    return tiles;
  }

  private static Tile tile(MixConfig config, Source source, Rect place) {
    return new Tile(source.streamId(), place, source.screen() ? RenderMode.WHOLE : config.renderMode());
  }

  private static List<Tile> custom(MixConfig config, List<Source> sources) {
    List<VideoInput> inputs = config.videoInputs() == null ? List.of() : config.videoInputs();
    List<Tile> tiles = new ArrayList<>();
    List<Source> left = new ArrayList<>(sources);
    for (VideoInput input : inputs.stream().sorted(Comparator.comparingInt(VideoInput::zOrder)).toList()) {
      Optional<Source> source = left.stream().filter(one -> input.stream().names(one.userId(), one.streamId())).findFirst();
      if (source.isPresent()) {
        left.remove(source.get());
        tiles.add(tile(config, source.get(), new Rect(input.x(), input.y(), input.width(), input.height()).even()));
      }
    }
    return tiles;
  }

  private static List<Source> hostFirst(List<Source> sources, @Nullable StreamRef host) {
    if (host == null) {
      return sources;
    }
    Comparator<Source> order = Comparator.comparing(source -> !host.names(source.userId(), source.streamId()));
    return sources.stream().sorted(order).toList();
  }

  private static List<Rect> floating(Rect canvas, int count) {
    int width = canvas.width() / FLOATING_GRID & ~1;
    int height = canvas.height() / FLOATING_GRID & ~1;
    List<Rect> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int small = i - 1;
      places.add(i == 0 ? canvas : new Rect(canvas.right() - width * (1 + small / FLOATING_GRID),
        canvas.bottom() - height * (1 + small % FLOATING_GRID), width, height));
    }
    return places;
  }
}
