package io.ringcast.bench.mixer;

import io.ringcast.client.FfmpegCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What every input plays: a moving test picture under a camera's noise, two tones beside it. Made by FFmpeg in one pass, once for each
 * length and size, in three sizes as a publisher with simulcast sends them.
 *
 * @param files largest first: H.264 constrained baseline with one keyframe, Opus beside the first
 */
record SourceClip(List<Path> files, List<Integer> heights) {
  private static final int LAYERS = 3;
  private static final int HEIGHT_MIN = 90;
  private static final long MOST_SECONDS = 300;
  private static final String TONES = "aevalsrc=0.1*sin(2*PI*440*t)|0.1*sin(2*PI*660*t):s=48000:c=stereo";

  /** Makes the files in a folder. */
  static SourceClip make(Path folder, int height, int seconds) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    List<Integer> heights = new ArrayList<>();
    for (int layer = 0; layer < LAYERS && height >> layer >= HEIGHT_MIN; layer++) {
      files.add(folder.resolve("clip-%dp-%ds.nut".formatted(height >> layer, seconds)));
      heights.add(height >> layer);
    }
    try (FfmpegCommand ffmpeg = FfmpegCommand.run(arguments(files, heights, seconds))) {
      if (!ffmpeg.succeeds(MOST_SECONDS)) {
        throw new IOException("FFmpeg made no clips:\n" + ffmpeg.output());
      }
    }
    return new SourceClip(List.copyOf(files), List.copyOf(heights));
  }

  private static List<String> arguments(List<Path> files, List<Integer> heights, int seconds) {
    int height = heights.getFirst();
    List<String> arguments = new ArrayList<>(List.of("-y", "-f", "lavfi", "-i", "testsrc2=size=%dx%d:rate=%d,noise=alls=8:allf=t".formatted(
      MixLoad.width(height), height, MixLoad.FRAMES_PER_SECOND), "-f", "lavfi", "-i", TONES));
    for (int i = 0; i < files.size(); i++) {
      String scale = "scale=%d:%d,format=yuv420p".formatted(MixLoad.width(heights.get(i)), heights.get(i));
      arguments.addAll(List.of("-map", "0:v", "-vf", scale));
      arguments.addAll(videoCodec(MixLoad.bitrateBps(heights.get(i))));
      // The muxer keeps parameter sets apart; a publisher sends them with each keyframe.
      arguments.addAll(List.of("-bsf:v", "dump_extra"));
      if (i == 0) {
        arguments.addAll(List.of("-map", "1:a", "-c:a", "libopus", "-b:a", "64k"));
      }
      arguments.addAll(List.of("-t", String.valueOf(seconds), "-f", "nut", files.get(i).toString()));
    }
    return arguments;
  }

  /** As the mix encodes. */
  static List<String> videoCodec(int bitrateBps) {
    String bits = String.valueOf(bitrateBps);
    return List.of("-c:v", "libopenh264", "-threads", "1", "-profile:v", "constrained_baseline", "-rc_mode", "bitrate",
      "-allow_skip_frames", "0", "-b:v", bits, "-maxrate", bits, "-bufsize", bits, "-g", "1000000");
  }

  /** The file with the picture of this height. */
  Path of(int height) {
    return files.get(heights.indexOf(height));
  }
}
