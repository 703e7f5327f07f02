package io.ringcast.bench.mixer;

import io.ringcast.client.FfmpegCommand;
import io.ringcast.mixer.layout.Rect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The same mix by FFmpeg's command line: xstack and amix, as fast as it can. */
final class FfmpegMix {
  private static final Pattern TIMES = Pattern.compile("bench: utime=([0-9.]+)s stime=([0-9.]+)s");
  private static final long MOST_SECONDS = 300;

  private FfmpegMix() {}

  /** CPU seconds of its whole process from the first frame on, its start left out; {@code file} is what each input plays. */
  static double cpuSeconds(MixLoad load, Path file) throws IOException, InterruptedException {
    try (FfmpegCommand ffmpeg = FfmpegCommand.run(arguments(load, file))) {
      boolean good = ffmpeg.succeeds(MOST_SECONDS);
      Matcher times = TIMES.matcher(ffmpeg.output());
      if (!good || !times.find()) {
        throw new IOException("FFmpeg did not mix:\n" + ffmpeg.output());
      }
      return Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
    }
  }

  private static List<String> arguments(MixLoad load, Path file) {
    // One thread for each codec and filter: more of them cost more CPU.
    List<String> arguments = new ArrayList<>(List.of("-benchmark", "-nostats", "-filter_complex_threads", "1"));
    for (int i = 0; i < load.inputs(); i++) {
      arguments.addAll(List.of("-threads", "1", "-c:a", "libopus", "-i", file.toString()));
    }
    arguments.addAll(List.of("-filter_complex", filters(load), "-map", "[v]", "-map", "[a]"));
    arguments.addAll(SourceClip.videoCodec(MixLoad.bitrateBps(load.height())));
    arguments.addAll(List.of("-c:a", "libopus", "-b:a", "64k", "-f", "null", "-"));
    return arguments;
  }

  /** Tiles where the mix has them; the last of a row and of a column reach to the canvas's edge, so that nothing need be padded. */
  private static String filters(MixLoad load) {
    List<Rect> places = load.places();
    if (places.size() == 1) {
      return "[0:v]null[v];[0:a]anull[a]";
    }
    StringBuilder scales = new StringBuilder();
    StringBuilder videos = new StringBuilder();
    StringBuilder audios = new StringBuilder();
    List<String> layout = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Rect place = places.get(i);
      boolean lastColumn = load.width() - place.right() < place.width();
      boolean lastRow = load.height() - place.bottom() < place.height();
      int width = lastColumn ? load.width() - place.x() : place.width();
      int height = lastRow ? load.height() - place.y() : place.height();
      scales.append("[%d:v]scale=%d:%d:flags=bilinear[v%d];".formatted(i, width, height, i));
      videos.append("[v").append(i).append(']');
      audios.append('[').append(i).append(":a]");
      layout.add(place.x() + "_" + place.y());
    }
    return "%s%sxstack=inputs=%d:layout=%s[v];%samix=inputs=%d:normalize=0[a]".formatted(
      scales, videos, places.size(), String.join("|", layout), audios, places.size());
  }
}
