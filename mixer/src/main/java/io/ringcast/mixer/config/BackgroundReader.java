package io.ringcast.mixer.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what lies behind the tiles, and pictures wherever they lie. */
final class BackgroundReader {
  private static final Pattern COLOR = Pattern.compile("(?:0x|#)([0-9a-fA-F]{6})");
  private static final Set<String> PICTURE_SCHEMES = Set.of("http", "https");
  private static final int HEXADECIMAL = 16;

  private BackgroundReader() {}

  static Background read(@Nullable ConfigObject video) throws MixConfigException {
    if (video == null) {
      return Background.BLACK;
    }
    int rgb = video.has("backgroundColor") ? color(video) : Background.BLACK.rgb();
    ConfigObject picture = video.object("backgroundPicture");
    if (picture == null) {
      return new Background(rgb, RenderMode.CROP, List.of());
    }
    picture.knowing("fillMode", "picture");
    return new Background(rgb, RenderMode.of(picture.integer("fillMode", 1, 2, 1)), pictures(picture));
  }

  private static int color(ConfigObject video) throws MixConfigException {
    var match = COLOR.matcher(video.text("backgroundColor", 8));
    if (!match.matches()) {
      throw video.bad("backgroundColor", "must be a colour like 0x2255AA");
    }
    return Integer.parseInt(match.group(1), HEXADECIMAL);
  }

  /** The list {@code picture} of an object. */
  static List<PlacedPicture> pictures(ConfigObject object) throws MixConfigException {
    List<PlacedPicture> pictures = new ArrayList<>();
    List<ConfigObject> items = object.objects("picture", MixLimits.PICTURES);
    for (ConfigObject item : items == null ? List.<ConfigObject>of() : items) {
      item.knowing("uri", "x", "y", "w", "h");
      PlacedPicture picture = new PlacedPicture(item.uri("uri", PICTURE_SCHEMES), item.fraction("x", 0), item.fraction("y", 0),
        item.fraction("w", 1), item.fraction("h", 1));
      if (picture.width() == 0 || picture.height() == 0) {
        throw item.bad(picture.width() == 0 ? "w" : "h", "must be more than 0");
      }
      pictures.add(picture);
    }
    return pictures;
  }
}
