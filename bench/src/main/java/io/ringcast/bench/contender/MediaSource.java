package io.ringcast.bench.contender;

import io.ringcast.client.media.PublisherMedia;

/** One publisher. */
public interface MediaSource extends AutoCloseable {
  PublisherMedia media();

  /** Its name with the server. */
  String id();

  @Override
  void close();
}
