package io.ringcast.sfu.api;

/**
 * One peer's data channels, whoever opened them. It may be used from any thread; what it is asked to do happens on the peer's loop, in the
 * order of asking from one thread. Channels are called by their labels: of several with one label the first counts.
 */
public interface PeerData {
  /** Who hears from now on; what nobody hears is dropped. */
  void listen(DataEvents events);

  /** Opens a channel, as soon as the transport is open. */
  void open(DataChannelSpec spec);

  /**
   * Sends a message on the channel with this label; {@link DataEvents#onRefused} tells when it was not taken. The array is not copied and
   * must not change any more, so one array may be sent to many peers.
   *
   * @return false when too much waits for the peer's loop, and the message was dropped
   */
  boolean send(String label, byte[] message, boolean binary);

  /** Closes the channel with this label once what waits on it is sent. */
  void close(String label);
}
