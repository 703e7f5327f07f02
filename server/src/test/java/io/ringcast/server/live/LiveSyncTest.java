package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.FfmpegCommand;
import io.ringcast.identity.App;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.LiveTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sound and picture of a live stream stay together: a flash and a beep once a second, published by WHIP, recorded from FLV and from HLS for
 * ten minutes ({@code -DsyncSeconds=N}: for N), and compared at the start and at the end.
 */
@Tag("long")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LiveSyncTest {
  private static final App APP = new App("live", List.of(KeyPair.DEVELOPMENT));
  private static final long SECONDS = Long.getLong("syncSeconds", 600);
  private static final int EDGE_S = 20;
  private static final double APART_MAX_S = 0.040;
  private static final Pattern FLASH = Pattern.compile("black_end:([0-9.]+)");
  private static final Pattern BEEP = Pattern.compile("silence_end: ([0-9.]+)");
  private static final List<String> FLASH_AND_BEEP = List.of(
    "-re", "-f", "lavfi", "-i", "color=black:s=320x180:r=25,drawbox=w=iw:h=ih:t=fill:color=white:enable='lt(mod(t,1),0.2)'",
    "-re", "-f", "lavfi", "-i", "aevalsrc=0.5*lt(mod(t\\,1)\\,0.2)*sin(2000*PI*t):s=48000", "-map", "0:v", "-map", "1:a",
    "-c:v", "libopenh264", "-b:v", "300k", "-g", "25", "-pix_fmt", "yuv420p", "-flags:v", "+global_header",
    "-c:a", "libopus", "-b:a", "64k", "-ac", "2");

  private static String live(LiveServer server, String format) {
    return server.at("/live/sync." + format + "?token=" + LiveTokens.sign(APP, "sync", Instant.now().plusSeconds(3_600))).toString();
  }

  @Test
  void soundAndPictureStayTogether(@TempDir Path folder) throws Exception {
    List<String> arguments = new ArrayList<>(FLASH_AND_BEEP);
    try (LiveServer server = new LiveServer()) {
      arguments.addAll(List.of("-f", "whip", "-authorization", server.token("ann", "sync"), server.whip("sync").toString()));
      try (FfmpegCommand publisher = FfmpegCommand.run(arguments)) {
        until("FFmpeg to publish", () -> {
          assertThat(publisher.running()).as(publisher.output()).isTrue();
          return plays(live(server, "m3u8"));
        });
        Path flv = folder.resolve("live.flv");
        Path hls = folder.resolve("live.mkv");
        try (FfmpegCommand one = record(live(server, "flv"), flv); FfmpegCommand other = record(live(server, "m3u8"), hls)) {
          assertThat(one.succeeds(SECONDS + 60)).as(one.output()).isTrue();
          assertThat(other.succeeds(60)).as(other.output()).isTrue();
        }
        compare("FLV", flv);
        compare("HLS", hls);
      }
    }
  }

  private static boolean plays(String url) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FfmpegCommand record(String url, Path file) {
    return FfmpegCommand.run(List.of("-i", url, "-t", String.valueOf(SECONDS), "-map", "0", "-c", "copy", "-y", file.toString()));
  }

  private static void compare(String what, Path file) throws Exception {
    double start = apart(file, 5);
    double end = apart(file, SECONDS - EDGE_S - 5);
    System.out.printf("%s: the beep comes %.0f ms after its flash at the start, %.0f ms at the end of %d s (%d bytes)%n",
      what, start * 1_000, end * 1_000, SECONDS, Files.size(file));
    assertThat(Math.abs(start)).as(what + " at the start").isLessThan(APART_MAX_S);
    assertThat(Math.abs(end)).as(what + " at the end").isLessThan(APART_MAX_S);
  }

  /** How much later beeps come than their flashes, in the middle of some seconds of them. */
  private static double apart(Path file, long fromS) throws Exception {
    try (FfmpegCommand look = FfmpegCommand.run(List.of("-ss", String.valueOf(fromS), "-t", String.valueOf(EDGE_S), "-i", file.toString(),
        "-vf", "blackdetect=d=0.1:pix_th=0.3", "-af", "silencedetect=noise=-30dB:d=0.2", "-f", "null", "-"))) {
      assertThat(look.succeeds(120)).as(look.output()).isTrue();
      List<Double> beeps = found(BEEP, look.output());
      List<Double> apart = new ArrayList<>();
      for (double flash : found(FLASH, look.output())) {
        beeps.stream().map(beep -> beep - flash).filter(distance -> Math.abs(distance) < 0.5).findFirst().ifPresent(apart::add);
      }
      assertThat(apart).as(look.output()).hasSizeGreaterThan(EDGE_S / 2);
      apart.sort(Double::compare);
      return apart.get(apart.size() / 2);
    }
  }

  private static List<Double> found(Pattern pattern, String text) {
    List<Double> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(Double.parseDouble(matcher.group(1)));
    }
    return found;
  }
}
