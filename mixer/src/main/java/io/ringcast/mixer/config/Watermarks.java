package io.ringcast.mixer.config;

import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is drawn over a picture. */
public record Watermarks(@Nullable TimestampMark timestamp, List<TextMark> texts, List<PlacedPicture> pictures) {
  public static final Watermarks NONE = new Watermarks(null, List.of(), List.of());

  /** The time of day, to the second. */
  public record TimestampMark(ZoneOffset zone, MarkStyle style) {}

  public record TextMark(String text, MarkStyle style) {}

  public Watermarks {
    texts = List.copyOf(texts);
    pictures = List.copyOf(pictures);
  }

  public boolean isEmpty() {
    return timestamp == null && texts.isEmpty() && pictures.isEmpty();
  }
}
