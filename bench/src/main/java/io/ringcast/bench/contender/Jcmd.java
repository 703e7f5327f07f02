package io.ringcast.bench.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Orders to another JVM, by the JDK's {@code jcmd}. */
final class Jcmd {
  private Jcmd() {}

  /** What the JVM answers. */
  static String run(long pid, String... order) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command = new ArrayList<>(List.of(jcmd.toString(), Long.toString(pid)));
    command.addAll(List.of(order));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the server's process did not answer " + String.join(" ", order) + ":\n" + told);
    }
    return told;
  }
}
