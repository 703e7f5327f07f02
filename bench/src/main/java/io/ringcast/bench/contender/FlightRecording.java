package io.ringcast.bench.contender;

import java.io.IOException;
import java.nio.file.Path;

/** Has a JVM record where its threads' CPU time goes (JEP 509), in Java and in what Java calls, from begin to end. */
final class FlightRecording {
  private static final String NAME = "bench";

  private FlightRecording() {}

  static void begin(long pid) throws IOException, InterruptedException {
    Jcmd.run(pid, "JFR.start", "name=" + NAME, "settings=profile", "jdk.CPUTimeSample#enabled=true", "jdk.CPUTimeSample#throttle=2ms",
      "jdk.ExecutionSample#enabled=false", "jdk.NativeMethodSample#enabled=false");
  }

  static void end(long pid, Path file) throws IOException, InterruptedException {
    Jcmd.run(pid, "JFR.stop", "name=" + NAME, "filename=" + file.toAbsolutePath());
  }
}
