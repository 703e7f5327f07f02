package io.ringcast.mixer.config;

import io.ringcast.mixer.config.Watermarks.TextMark;
import io.ringcast.mixer.config.Watermarks.TimestampMark;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is drawn over the whole mix and over single streams. */
final class WatermarkReader {
  private static final int DEFAULT_FONT = 14;
  private static final int ZONE_CHARS = 9;

  /** Marks of the whole mix, and of streams. */
  record Both(Watermarks whole, List<StreamWatermarks> streams) {}

  private WatermarkReader() {}

  static Both read(@Nullable ConfigObject marks) throws MixConfigException {
    if (marks == null) {
      return new Both(Watermarks.NONE, List.of());
    }
    marks.knowing("mixScreen", "signalScreen");
    ConfigObject whole = marks.object("mixScreen");
    List<StreamWatermarks> streams = new ArrayList<>();
    List<ConfigObject> items = marks.objects("signalScreen", MixLimits.VIDEO_INPUTS);
    for (ConfigObject item : items == null ? List.<ConfigObject>of() : items) {
      item.knowing("streamId", "timestamp", "picture", "text");
      streams.add(new StreamWatermarks(item.text("streamId", MixLimits.ID_CHARS), marks(item)));
    }
    return new Both(whole == null ? Watermarks.NONE : marks(whole.knowing("timestamp", "picture", "text")), streams);
  }

  private static Watermarks marks(ConfigObject object) throws MixConfigException {
    ConfigObject timestamp = object.object("timestamp");
    List<TextMark> texts = new ArrayList<>();
    List<ConfigObject> items = object.objects("text", MixLimits.MARKS);
    for (ConfigObject item : items == null ? List.<ConfigObject>of() : items) {
      item.knowing("text", "fontSize", "color", "alpha", "x", "y");
      texts.add(new TextMark(item.text("text", MixLimits.TEXT_CHARS), style(item)));
    }
    return new Watermarks(timestamp == null ? null : timestamp(timestamp), texts, BackgroundReader.pictures(object));
  }

  private static TimestampMark timestamp(ConfigObject mark) throws MixConfigException {
    mark.knowing("timezone", "fontSize", "color", "alpha", "x", "y");
    String zone = mark.text("timezone", ZONE_CHARS, "Z");
    try {
      return new TimestampMark(ZoneOffset.of(zone), style(mark));
    } catch (DateTimeException e) {
      throw mark.bad("timezone", "must be an offset from UTC like +08:00");
    }
  }

  private static MarkStyle style(ConfigObject mark) throws MixConfigException {
    String color = mark.text("color", 5, "white");
    if (!color.equals("white") && !color.equals("black")) {
      throw mark.bad("color", "must be black or white");
    }
    int size = mark.integer("fontSize", MixLimits.FONT_MIN, MixLimits.FONT_MAX, DEFAULT_FONT);
    return new MarkStyle(size, color.equals("white"), mark.fraction("alpha", 1), mark.fraction("x", 0), mark.fraction("y", 0));
  }
}
