package io.ringcast.bench.contender;

import io.ringcast.client.media.ArrivalListener;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.PublisherSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A server whose rooms are entered by LiveKit's protocol.
 *
 * @param process tells what it uses
 */
public record RunningSignalled(LiveKitRooms rooms, Holdings process) implements RunningContender {
  /** What a measurement reads of the server beside its rooms. */
  interface Holdings extends AutoCloseable {
    ServerUsage usage();

    OptionalLong sends() throws IOException, InterruptedException;

    long heldBytes() throws IOException, InterruptedException;

    OptionalDouble allocatedPerPacket(Duration span) throws IOException, InterruptedException;

    Optional<HeapClasses> heapClasses() throws IOException, InterruptedException;

    @Override
    void close();
  }

  @Override
  public MediaSource publish(String room, PublisherSettings settings, PayloadListener sent) {
    return rooms.publish(room, settings, sent);
  }

  @Override
  public MediaSink watch(String room, List<MediaSource> sources, List<ArrivalListener> heard) {
    return rooms.watch(room, sources, heard);
  }

  @Override
  public ServerUsage usage() {
    return process.usage();
  }

  @Override
  public OptionalLong sends() throws IOException, InterruptedException {
    return process.sends();
  }

  @Override
  public long heldBytes() throws IOException, InterruptedException {
    return process.heldBytes();
  }

  @Override
  public OptionalDouble allocatedPerPacket(Duration span) throws IOException, InterruptedException {
    return process.allocatedPerPacket(span);
  }

  /** What its heap is made of; empty where that cannot be told. */
  public Optional<HeapClasses> heapClasses() throws IOException, InterruptedException {
    return process.heapClasses();
  }

  @Override
  public void close() {
    process.close();
  }
}
