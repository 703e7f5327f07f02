package io.ringcast.bench.contender;

import io.ringcast.client.media.ArrivalListener;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.PublisherSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A server under measurement. */
public interface RunningContender extends AutoCloseable {
  /** Publishes to a room, which is made when it is not there; returns when media flows. */
  MediaSource publish(String room, PublisherSettings settings, PayloadListener sent);

  /**
   * Watches these publishers of one room; returns when media can flow.
   *
   * @param heard who hears of each one's packets
   */
  MediaSink watch(String room, List<MediaSource> sources, List<ArrivalListener> heard);

  ServerUsage usage();

  /** Sends to the network so far, where the server counts them. */
  OptionalLong sends() throws IOException, InterruptedException;

  /** What it holds now; a server with a collector collects before. */
  long heldBytes() throws IOException, InterruptedException;

  /** What its media loops allocate for each packet that is sent, over so long; empty for a server without a collector. */
  OptionalDouble allocatedPerPacket(Duration span) throws IOException, InterruptedException;

  /** Begins to record where its threads' time goes, where it can. */
  default void beginRecording() throws IOException, InterruptedException {}

  /** Writes down what was recorded since. */
  default void endRecording(Path file) throws IOException, InterruptedException {}

  @Override
  void close();
}
