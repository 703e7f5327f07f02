package io.ringcast.bench.mixer;

import java.util.List;

/**
 * What one load cost, CPU seconds for each second of media: shares of one core. The values of all rounds, in their order.
 *
 * @param ffmpeg FFmpeg with inputs of full size
 * @param full the mixer with inputs of full size, its thread and the JVM's own
 * @param fullFloor the codecs of that mix alone
 * @param layers the mixer with the simulcast copies that fit the tiles
 * @param layersFloor the codecs of that mix alone
 * @param layerHeight of the copy that fits
 * @param jvm what of {@code full} was the JVM's compilers and collector
 */
record MixFigures(MixLoad load, List<Double> ffmpeg, List<Double> full, List<Double> fullFloor, List<Double> layers,
    List<Double> layersFloor, int layerHeight, List<Double> jvm) {

  /** The middle one; of two in the middle the lower. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
