package io.ringcast.signaling.room;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message between members of one room, written once for everybody who gets it.
 *
 * @param from its sender; null when the server itself sends it
 * @param sequence grows with each reliable message of a sender; 0 when it does not count them
 * @param nonce the same for two messages that are one, sent twice to be sure; empty for none
 * @param users whom it is for; together with {@code sids} empty for everybody
 * @param sids the stays it is for
 * @param bytes as the protocol of its readers has it; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent")
public record DataMessage(
    Delivery delivery, @Nullable Participant from, long sequence, String nonce, Set<String> users, Set<String> sids, byte[] bytes) {
  public DataMessage {
    users = Set.copyOf(users);
    sids = Set.copyOf(sids);
  }

  boolean isFor(Participant member) {
    boolean chosen = (users.isEmpty() && sids.isEmpty()) || users.contains(member.userId()) || sids.contains(member.sid());
    return chosen && member != from && member.media().takes(this);
  }

  /** Names its sender's stay; empty for the server. */
  String sender() {
    return from == null ? "" : from.sid();
  }
}
