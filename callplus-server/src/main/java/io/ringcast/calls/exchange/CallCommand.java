package io.ringcast.calls.exchange;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device asks for. */
public sealed interface CallCommand {
  /**
   * @param ringMs how long it rings; null for as long as usual
   * @param extra what the app tells those who are called; may be empty
   * @param push what it wants pushed to devices that are not connected, as JSON; may be empty
   */
  record Start(CallType type, CallMedia media, JoinRule joinRule, List<String> userIds, @Nullable Long ringMs, String extra,
      String push) implements CallCommand {
    public Start {
      userIds = List.copyOf(userIds);
    }
  }

  /** This device rings. */
  record Ringing(String callId) implements CallCommand {}

  record Accept(String callId) implements CallCommand {}

  /** Rejects, takes back or leaves, by the state that the user is in. */
  record HangUp(String callId) implements CallCommand {}

  record Invite(String callId, List<String> userIds) implements CallCommand {
    public Invite {
      userIds = List.copyOf(userIds);
    }
  }

  record Join(String callId) implements CallCommand {}

  record AskSwitch(String callId, CallMedia media) implements CallCommand {}

  record AnswerSwitch(String callId, long transactionId, boolean agreed) implements CallCommand {}

  record WithdrawSwitch(String callId, long transactionId) implements CallCommand {}

  /**
   * Tells other participants something.
   *
   * @param toUserIds empty for all others
   */
  record Signal(String callId, String name, String content, List<String> toUserIds) implements CallCommand {
    public Signal {
      toUserIds = List.copyOf(toUserIds);
    }
  }

  /** The same for the same content, in every process: FNV-1a of the record's text. */
  default long fingerprint() {
    long hash = 0xcbf29ce484222325L;
    String text = toString();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
