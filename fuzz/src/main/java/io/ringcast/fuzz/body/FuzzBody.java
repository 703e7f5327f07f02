package io.ringcast.fuzz.body;

import java.util.List;

/** One thing to be fuzzed. Used by one thread. */
public interface FuzzBody {
  /** Takes one input; whatever it throws is a finding. */
  void take(byte[] input);

  /** Good inputs to begin with, made by our own writers. */
  List<byte[]> seeds();

  /** Words that inputs are often made of, for what is text. */
  default List<String> words() {
    return List.of();
  }
}
