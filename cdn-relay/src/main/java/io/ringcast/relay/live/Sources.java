package io.ringcast.relay.live;

/** Opens what live streams are made of. For threads that may wait. */
@FunctionalInterface
public interface Sources {
  Source open(StreamName name) throws LiveRefusedException;
}
