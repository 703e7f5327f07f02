package io.ringcast.bench.fanout;

import java.io.IOException;

/**
 * Which core is whose.
 *
 * @param server the server's; -1 for all
 * @param generator the load generator's; -1 for all
 */
record Cores(int server, int generator) {
  static Cores of(boolean pinned) {
    return pinned ? new Cores(0, 1) : new Cores(-1, -1);
  }

  /** Binds all threads of this process; those that start later inherit it. */
  void pinGenerator() throws IOException, InterruptedException {
    if (generator < 0) {
      return;
    }
    Process taskset = new ProcessBuilder("taskset", "-a", "-p", "-c", Integer.toString(generator),
      Long.toString(ProcessHandle.current().pid())).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (taskset.waitFor() != 0) {
      throw new IOException("taskset could not pin the load generator: two cores and util-linux are needed");
    }
  }
}
