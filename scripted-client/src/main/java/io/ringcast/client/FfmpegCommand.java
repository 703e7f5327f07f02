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
  /** They rise so that no two packets of sound are alike. */
  private static final String RISING_TONES = "aevalsrc=0.3*sin(2*PI*(440+10*t)*t)|0.3*sin(2*PI*(660+15*t)*t):s=48000:c=stereo";

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

  /** Prints where the executable lies, for those who run it without Java. */
  public static void main(String[] arguments) {
    System.out.println(executable());
  }

  /**
   * Publishes a moving test picture in 1080p30 H.264 with a keyframe a second, and stereo Opus with another rising tone on either side.
   * The same encoded packets go to two files: H.264 as a byte stream to {@code video}, the MD5 of each Opus packet to {@code audio}.
   */
  public static FfmpegCommand publishAndKeep(URI whip, String token, Path video, Path audio) {
    // The WHIP muxer wants parameter sets ahead and repeats them in each keyframe; dump_extra does the same for the file.
    String outputs = String.join("|", "[select=v:f=h264:bsfs=dump_extra:flush_packets=1]" + video,
      "[select=a:f=framemd5:flush_packets=1]" + audio, "[f=whip:authorization=" + token + "]" + whip);
    return run(List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=30", "-re", "-f", "lavfi", "-i", RISING_TONES,
      "-map", "0:v", "-map", "1:a",
      "-c:v", "libopenh264", "-b:v", "2500k", "-g", "30", "-pix_fmt", "yuv420p", "-flags:v", "+global_header",
      "-c:a", "libopus", "-b:a", "96k", "-ac", "2", "-ar", "48000",
      "-f", "tee", outputs));
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

  /** Waits for its end; false when it failed or took longer. */
  public boolean succeeds(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
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
