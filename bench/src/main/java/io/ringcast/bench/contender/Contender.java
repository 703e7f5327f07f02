package io.ringcast.bench.contender;

import java.io.IOException;
import java.util.Optional;

/** A server that can be measured. */
public interface Contender {
  String name();

  /** Why it cannot be measured here; empty where it can. */
  Optional<String> missing() throws IOException, InterruptedException;

  /** Starts it as a process of its own, and waits until it is ready. */
  RunningContender start(Terms terms) throws IOException, InterruptedException;
}
