package io.ringcast.sfu.api;

/** One transport of one participant, unique in the process. */
public record PeerId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
