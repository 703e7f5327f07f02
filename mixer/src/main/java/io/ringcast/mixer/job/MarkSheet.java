package io.ringcast.mixer.job;

import io.ringcast.mixer.config.Background;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.PlacedPicture;
import io.ringcast.mixer.config.RenderMode;
import io.ringcast.mixer.config.StreamWatermarks;
import io.ringcast.mixer.config.Watermarks;
import io.ringcast.mixer.config.Watermarks.TextMark;
import io.ringcast.mixer.config.Watermarks.TimestampMark;
import io.ringcast.mixer.layout.Fit;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.picture.Drawing;
import io.ringcast.mixer.picture.Mark;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What one document wants drawn over a mix, over its tiles, and behind them. Each mark is drawn when it is there first and when what it
 * says changes, the time of day so every second. Owned by the mix's thread.
 */
final class MarkSheet {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final long MS_PER_S = 1_000;

  private final MixConfig config;
  private final Rect canvas;
  private final NamedPictures pictures;
  private final Map<Spot, Mark> drawn = new HashMap<>();
  private final Set<Spot> used = new HashSet<>();
  private int backdrops;

  /** What is drawn, and on which part of the canvas. */
  private record Spot(Object what, Rect on) {}

  private record Moment(TimestampMark mark, long second) {}

  MarkSheet(MixConfig config, NamedPictures pictures) {
    this.config = config;
    this.pictures = pictures;
    canvas = new Rect(0, 0, config.normal().width(), config.normal().height());
    Set<URI> uris = new HashSet<>();
    config.background().pictures().forEach(picture -> uris.add(picture.uri()));
    config.watermarks().pictures().forEach(picture -> uris.add(picture.uri()));
    config.streamWatermarks().forEach(stream -> stream.marks().pictures().forEach(picture -> uris.add(picture.uri())));
    pictures.name(uris);
  }

  /** Whether another document wants the same drawn on the same canvas. */
  boolean says(MixConfig other) {
    return other.normal().width() == config.normal().width() && other.normal().height() == config.normal().height()
      && other.background().equals(config.background()) && other.watermarks().equals(config.watermarks())
      && other.streamWatermarks().equals(config.streamWatermarks());
  }

  /** The next pictures of the background, lowest first: each once, and none before those below it have come or will not come. */
  List<Mark> newBackdrops() {
    List<Mark> marks = new ArrayList<>();
    Background background = config.background();
    while (backdrops < background.pictures().size()) {
      PlacedPicture picture = background.pictures().get(backdrops);
      BufferedImage image = pictures.get(picture.uri());
      if (image != null) {
        marks.add(draw(image, picture, background.fill(), canvas));
      } else if (!pictures.isGivenUp(picture.uri())) {
        return marks;
      }
      backdrops++;
    }
    return marks;
  }

  /** What lies over these tiles, and then over all, at this time of day. */
  List<Mark> marks(List<Tile> tiles, long unixMs) {
    List<Mark> marks = new ArrayList<>();
    used.clear();
    for (StreamWatermarks stream : config.streamWatermarks()) {
      tiles.stream().filter(tile -> tile.streamId().equals(stream.streamId()))
        .forEach(tile -> add(marks, stream.marks(), tile.rect(), unixMs));
    }
    add(marks, config.watermarks(), canvas, unixMs);
    drawn.keySet().retainAll(used);
    return marks;
  }

  private void add(List<Mark> marks, Watermarks wanted, Rect on, long unixMs) {
    for (PlacedPicture picture : wanted.pictures()) {
      BufferedImage image = pictures.get(picture.uri());
      if (image != null) {
        marks.add(once(new Spot(picture, on), () -> draw(image, picture, RenderMode.WHOLE, on)));
      }
    }
    for (TextMark text : wanted.texts()) {
      marks.add(once(new Spot(text, on), () -> Drawing.text(text.text(), text.style(), on)));
    }
    TimestampMark time = wanted.timestamp();
    if (time != null) {
      Moment moment = new Moment(time, Math.floorDiv(unixMs, MS_PER_S));
      marks.add(once(new Spot(moment, on), () -> Drawing.text(words(moment), time.style(), on)));
    }
  }

  private static String words(Moment moment) {
    return Instant.ofEpochSecond(moment.second()).atOffset(moment.mark().zone()).format(TIME);
  }

  private Mark once(Spot spot, Supplier<Mark> drawing) {
    used.add(spot);
    return drawn.computeIfAbsent(spot, fresh -> drawing.get());
  }

  private static Mark draw(BufferedImage image, PlacedPicture picture, RenderMode fill, Rect on) {
    Rect place = new Rect(on.x() + (int) (picture.x() * on.width()), on.y() + (int) (picture.y() * on.height()),
      (int) Math.max(2, picture.width() * on.width()), (int) Math.max(2, picture.height() * on.height()));
    return Drawing.image(image, Fit.of(image.getWidth(), image.getHeight(), place, fill), on);
  }
}
