package io.ringcast.bench.contender;

/** One subscriber. */
@FunctionalInterface
public interface MediaSink extends AutoCloseable {
  /** Leaves. */
  @Override
  void close();
}
