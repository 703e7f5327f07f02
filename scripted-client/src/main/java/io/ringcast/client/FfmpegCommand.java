package io.ringcast.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** The FFmpeg 8 command line that comes as a Maven artifact, as a publisher by WHIP. Its output is kept in a file. */
public final class FfmpegCommand implements AutoCloseable {
  private static final long KILL_AFTER_S = 5;

  private final Process process;
  private final Path output;

  private FfmpegCommand(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Where the executable lies; it is unpacked at the first call. */
  public static String executable() {
    return Loader.load(ffmpeg.class);
  }

  /** Publishes a moving test picture in 1080p30 H.264 with a keyframe a second, and a stereo tone in Opus. */
  public static FfmpegCommand publish(URI whip, String token) {
    return run(List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=30",
      "-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
      "-c:v", "libopenh264", "-b:v", "2500k", "-g", "30", "-pix_fmt", "yuv420p",
      "-c:a", "libopus", "-b:a", "96k", "-ac", "2", "-ar", "48000",
      "-f", "whip", "-authorization", token, whip.toString()));
  }

  /** Runs FFmpeg with these arguments. */
  public static FfmpegCommand run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(executable(), "-hide_banner", "-nostdin", "-loglevel", "info"));
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile("ffmpeg", ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      // Some of its libraries know no way to their neighbours.
      builder.environment().put("LD_LIBRARY_PATH", Path.of(executable()).resolveSibling("").toString());
      return new FfmpegCommand(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean running() {
    return process.isAlive();
  }

  /** Everything it has said so far. */
  public String output() {
    try {
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it, by force when it does not listen. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(KILL_AFTER_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(output);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
