package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DataEnd;

/** What an association tells its user, once it is done with what it was given. */
sealed interface AssociationEvent {

  record Established() implements AssociationEvent {}

  /** A whole message; the array belongs to whoever hears of it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Received(int stream, int ppid, byte[] message) implements AssociationEvent {}

  /** The peer has reset its side of these streams: none of its messages on them follows. */
  @SuppressWarnings("ArrayRecordComponent")
  record PeerReset(int[] streams) implements AssociationEvent {}

  /** Our side of these streams is reset. */
  @SuppressWarnings("ArrayRecordComponent")
  record OwnReset(int[] streams) implements AssociationEvent {}

  /** A message was refused, and now there is room again. */
  record RoomAgain() implements AssociationEvent {}

  /** The peer began anew; what was open before is gone. */
  record Restarted() implements AssociationEvent {}

  /** The last event. */
  record Ended(DataEnd reason) implements AssociationEvent {}
}
