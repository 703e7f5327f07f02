package io.ringcast.bench.contender;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the media loops of a Ringcast server allocate, which its JVM counts for each thread and tells {@code jcmd PID Thread.print -e}. */
final class LoopAllocation {
  /** A JVM tells large amounts in whole units of 1,024 or 1,048,576 bytes. */
  private static final Pattern ALLOCATED = Pattern.compile("\"media-loop-\\d+\".* allocated=(\\d+)([BKMG])");
  private static final String UNITS = "BKMG";
  private static final int UNIT_BITS = 10;

  private LoopAllocation() {}

  /** Bytes for each packet that is sent, over so long. */
  static double perPacket(ServerProcess server, Duration span) throws IOException, InterruptedException {
    long bytes = bytes(Jcmd.run(server.pid(), "Thread.print", "-e"));
    long packets = ServerMetrics.of(server).out("ringcast_packets_total");
    Thread.sleep(span);
    long allocated = bytes(Jcmd.run(server.pid(), "Thread.print", "-e")) - bytes;
    return (double) allocated / Math.max(1, ServerMetrics.of(server).out("ringcast_packets_total") - packets);
  }

  /** The sum over all loops of a thread dump. */
  static long bytes(String threads) {
    long bytes = 0;
    Matcher matcher = ALLOCATED.matcher(threads);
    while (matcher.find()) {
      bytes += Long.parseLong(matcher.group(1)) << (UNIT_BITS * UNITS.indexOf(matcher.group(2)));
    }
    return bytes;
  }
}
