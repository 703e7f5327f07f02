package io.ringcast.bench.mixer;

import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.layout.Layout;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Source;
import io.ringcast.mixer.layout.Tile;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is mixed: so many pictures of one size into one of the same, tiles of one size, 30 frames a second.
 *
 * @param height of each input's picture and of the mix, 16:9
 * @param seconds of media
 */
record MixLoad(int inputs, int height, int seconds) {
  static final int FRAMES_PER_SECOND = 30;
  private static final int BITS_PER_KBIT = 1_000;
  /** Of a picture of 1280 by 720; a smaller one gets as much as it has pixels. */
  private static final long KBPS_OF_720P = 1_500;
  private static final int KBPS_MIN = 100;
  private static final int PIXELS_OF_720P = 1280 * 720;

  int width() {
    return width(height);
  }

  static int width(int height) {
    return height * 16 / 9 & ~1;
  }

  /** What a picture of this height is encoded with. */
  static int bitrateBps(int height) {
    return BITS_PER_KBIT * (int) Math.max(KBPS_MIN, KBPS_OF_720P * height * width(height) / PIXELS_OF_720P);
  }

  MixConfig config() {
    try {
      return MixConfigReader.read("""
          {"mode": 3, "output": {"video": {"normal": {"width": %d, "height": %d, "fps": %d, "bitrate": %d}}}}"""
        .formatted(width(), height, FRAMES_PER_SECOND, bitrateBps(height) / BITS_PER_KBIT));
    } catch (MixConfigException e) {
      throw new IllegalStateException("a mix of " + width() + "x" + height + " is none", e);
    }
  }

  static String userId(int input) {
    return "host" + input;
  }

  static String streamId(int input) {
    return userId(input) + "_main";
  }

  /** Where each input lies. */
  List<Rect> places() {
    List<Source> sources = IntStream.range(0, inputs).mapToObj(i -> new Source(userId(i), streamId(i), width(), height, false)).toList();
    return Layout.tiles(config(), sources).stream().map(Tile::rect).toList();
  }
}
