package io.ringcast.bench.mixer;

import io.ringcast.bench.fanout.TextTable;
import io.ringcast.mixer.codec.CodecException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures FFmpeg, the mixer and the codecs in turn, load after load, and prints them side by side. */
public final class MixSession {
  private final Path folder;
  private final int warmUpSeconds;
  private final PrintWriter out;

  /** A session that keeps its clips in a folder, and measures a mix when so many seconds of media have gone through it. */
  public MixSession(Path folder, int warmUpSeconds, PrintWriter out) {
    this.folder = folder;
    this.warmUpSeconds = warmUpSeconds;
    this.out = out;
  }

  /** Measures mixes of so many inputs each; returns the figures as JSON. */
  public String measure(List<Integer> inputs, int height, int seconds, int rounds)
    throws IOException, InterruptedException, CodecException {
    SourceClip clip = SourceClip.make(folder, height, seconds);
    List<MixFigures> all = new ArrayList<>();
    for (int count : inputs) {
      MixLoad load = new MixLoad(count, height, seconds);
      all.add(measure(load, clip, rounds));
      out.println(count + (count == 1 ? " input" : " inputs") + " measured");
      out.flush();
    }
    out.print(table(all));
    out.flush();
    return MixFiguresJson.of(all);
  }

  private MixFigures measure(MixLoad load, SourceClip clip, int rounds)
    throws IOException, InterruptedException, CodecException {
    MixFigures figures = new MixFigures(load, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
      new ArrayList<>(), clip.heights().getFirst(), new ArrayList<>());
    Path file = clip.files().getFirst();
    double seconds = load.seconds();
    int layerHeight = load.height();
    for (int round = 0; round < rounds; round++) {
      figures.ffmpeg().add(FfmpegMix.cpuSeconds(load, file) / seconds);
      StagedMix.Cost full = new StagedMix(load, clip, false).run(warmUpSeconds);
      figures.full().add((full.cpuSeconds() + full.othersSeconds()) / seconds);
      figures.jvm().add(full.othersSeconds() / seconds);
      figures.fullFloor().add(new CodecFloor(load, file, file).cpuSeconds() / seconds);
      StagedMix.Cost layers = new StagedMix(load, clip, true).run(warmUpSeconds);
      layerHeight = layers.height();
      figures.layers().add((layers.cpuSeconds() + layers.othersSeconds()) / seconds);
      figures.layersFloor().add(new CodecFloor(load, clip.of(layerHeight), file).cpuSeconds() / seconds);
    }
    return new MixFigures(load, figures.ffmpeg(), figures.full(), figures.fullFloor(), figures.layers(), figures.layersFloor(),
      layerHeight, figures.jvm());
  }

  private static String table(List<MixFigures> all) {
    TextTable table = new TextTable("inputs", "FFmpeg", "mixer", "of it JVM", "floor", "beside FFmpeg", "beside floor",
      "layers of", "mixer", "floor", "beside FFmpeg", "beside floor");
    for (MixFigures figures : all) {
      double ffmpeg = MixFigures.median(figures.ffmpeg());
      double full = MixFigures.median(figures.full());
      double fullFloor = MixFigures.median(figures.fullFloor());
      double layers = MixFigures.median(figures.layers());
      double layersFloor = MixFigures.median(figures.layersFloor());
      table.row(figures.load().inputs() + " of " + figures.load().height() + "p", share(ffmpeg), share(full),
        share(MixFigures.median(figures.jvm())), share(fullFloor), ratio(full, ffmpeg), ratio(full, fullFloor),
        figures.layerHeight() + "p", share(layers), share(layersFloor), ratio(layers, ffmpeg), ratio(layers, layersFloor));
    }
    return table.text();
  }

  private static String share(double cores) {
    return String.format(Locale.ROOT, "%.3f", cores);
  }

  private static String ratio(double one, double other) {
    return String.format(Locale.ROOT, "%.2f", one / other);
  }
}
