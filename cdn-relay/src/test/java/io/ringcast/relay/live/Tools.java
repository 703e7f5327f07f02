package io.ringcast.relay.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.ffmpeg.ffprobe;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's command lines, as tests run them: to their end, or beside the test. */
public final class Tools {
  private static final long PATIENCE_S = 60;

  private Tools() {}

  public static Process ffmpeg(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Loader.load(ffmpeg.class), "-hide_banner", "-nostdin", "-y", "-loglevel", "warning"));
    command.addAll(List.of(arguments));
    return start(folder, command, "ffmpeg.log");
  }

  /** What ffprobe says about these entries of a file, one a line. */
  public static List<String> ffprobe(Path folder, String file, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Loader.load(ffprobe.class), "-hide_banner", "-loglevel", "warning", "-of", "csv=p=0"));
    command.addAll(List.of(arguments));
    command.add(file);
    finish(start(folder, command, "ffprobe.log"), folder, "ffprobe.log");
    return Files.readAllLines(folder.resolve("ffprobe.log"));
  }

  private static Process start(Path folder, List<String> command, String log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
      .redirectOutput(folder.resolve(log).toFile());
    // Some of its libraries know no way to their neighbours.
    builder.environment().put("LD_LIBRARY_PATH", Path.of(command.getFirst()).resolveSibling("").toString());
    return builder.start();
  }

  /** Waits for its end; its output is shown when that was not a good one. */
  public static void finish(Process process, Path folder, String log) throws IOException, InterruptedException {
    try {
      boolean over = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
      assertThat(over && process.exitValue() == 0).as(Files.readString(folder.resolve(log), StandardCharsets.UTF_8)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
