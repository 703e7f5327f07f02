package io.ringcast.client.media;

/** Hears of every distinct packet that a scripted subscriber receives. On the loop's thread. */
public interface ArrivalListener {
  /** The count of a packet that was not decrypted, or has no stamp. */
  long UNREAD = -1;

  /**
   * One packet.
   *
   * @param section which section of the session's description its stream belongs to, from 0
   * @param sequence unwrapped, so that it never goes round
   * @param recovered whether it came by RTX
   * @param count what its {@link Stamp} says it is the how-manyeth of; {@link #UNREAD} where that is not known
   */
  void onArrival(int section, long sequence, boolean marker, boolean recovered, long count, long nowNs);
}
