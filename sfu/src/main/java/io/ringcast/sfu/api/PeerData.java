package io.ringcast.sfu.api;

/**
 * One peer's data channels, whoever opened them. It may be used from any thread; what it is asked to do happens on the peer's loop, in the
 * order of asking from one thread. Channels are called by their labels: of several with one label the first counts.
 *
 * <p>Both directions are bounded. What is sent is taken while less than {@link #BUFFER_BYTES} waits for the peer. What the listener hears
 * counts against what the peer may send until the listener is {@link #done} with it, so a listener that cannot go on holds its peer up.
 */
public interface PeerData {
  /** The longest message in either direction, which descriptions announce: as Chromium does. */
  int MESSAGE_BYTES_MAX = 1 << 18;

  /** What may wait to be sent to a peer, or for its acknowledgement, with what its keeping costs: half a second of 16 Mbit/s. */
  int BUFFER_BYTES = 1 << 20;

  /** What keeping a message costs beside its bytes, so that many short ones fill a buffer too. */
  int MESSAGE_OVERHEAD_BYTES = 128;

  /** Once a message was refused as too much waited, the listener hears when so much is free again. */
  int ROOM_AGAIN_BYTES = 1 << 17;

  /** Who hears from now on; what nobody hears is dropped. */
  void listen(DataEvents events);

  /** The longest message that the peer takes, as its description says. */
  void peerTakes(int maxMessageBytes);

  /** Opens a channel, as soon as the transport is open. */
  void open(DataChannelSpec spec);

  /**
   * Sends a message on the channel with this label; {@link DataEvents#onRefused} tells when it was not taken. The array is not copied and
   * must not change any more, so one array may be sent to many peers.
   *
   * @return false when too much waits for the peer, and the message was dropped; {@link DataEvents#onRoomAgain} will tell
   */
  boolean send(String label, byte[] message, boolean binary);

  /** What was taken and is not acknowledged yet, with what its keeping costs. */
  int bufferedBytes();

  /** The listener needs a message no longer that it heard: the peer may send as much again. */
  void done(byte[] message);

  /** Closes the channel with this label once what waits on it is sent. */
  void close(String label);
}
