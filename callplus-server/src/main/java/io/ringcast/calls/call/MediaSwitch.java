package io.ringcast.calls.call;

import org.jspecify.annotations.Nullable;

/**
 * The request to switch a call between audio and video that waits for an answer, if one does.
 *
 * <pre>
 *   state    on                                          to       with
 *   NONE     asked                                       PENDING
 *   PENDING  agreed; asked by the other side too         NONE     the media change
 *   PENDING  refused, withdrawn, time over, call changed NONE
 * </pre>
 */
final class MediaSwitch {
  record Pending(long transactionId, String byUserId, CallMedia media, long untilMs) {}

  private @Nullable Pending pending;
  private long lastTransactionId;

  @Nullable Pending pending() {
    return pending;
  }

  Pending ask(String byUserId, CallMedia media, long untilMs) {
    Pending asked = new Pending(++lastTransactionId, byUserId, media, untilMs);
    pending = asked;
    return asked;
  }

  void settle() {
    pending = null;
  }

  /** The pending request with this id. */
  Pending named(long transactionId) throws CallRefusedException {
    Pending asked = pending;
    if (asked == null || asked.transactionId() != transactionId) {
      throw new CallRefusedException(
          CallRefusal.TRANSACTION_ID_INVALID, "No request %d to switch the media waits for an answer.".formatted(transactionId));
    }
    return asked;
  }

  long nextDeadlineMs() {
    return pending == null ? Long.MAX_VALUE : pending.untilMs();
  }
}
