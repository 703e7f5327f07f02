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
  private @Nullable SwitchRequest pending;
  private long lastTransactionId;

  @Nullable SwitchRequest pending() {
    return pending;
  }

  SwitchRequest ask(String byUserId, CallMedia media, long untilMs) {
    SwitchRequest asked = new SwitchRequest(++lastTransactionId, byUserId, media, untilMs);
    pending = asked;
    return asked;
  }

  void settle() {
    pending = null;
  }

  /** The pending request with this id. */
  SwitchRequest named(long transactionId) throws CallRefusedException {
    SwitchRequest asked = pending;
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
