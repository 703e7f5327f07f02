package io.ringcast.calls.exchange;

import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.calls.call.JoinRule;
import java.util.List;

/** The shape of what may be asked for; what it means is looked at by the switchboard. */
final class Sanity {
  static final int ID_CHARS_MAX = 256;
  static final int REQUEST_ID_CHARS_MAX = 64;
  static final int EXTRA_CHARS_MAX = 4_096;
  static final int SIGNAL_NAME_CHARS_MAX = 64;
  static final int SIGNAL_CHARS_MAX = 4_096;
  /** No call has more places, whatever it carries. */
  static final int USERS_MAX = 31;
  static final long RING_MS_MIN = 5_000;
  static final long RING_MS_MAX = 180_000;

  private Sanity() {}

  static void require(String requestId, CallCommand command) throws CallRefusedException {
    require(isName(requestId, REQUEST_ID_CHARS_MAX), CallRefusal.PARAM_ERROR, "A request id has 1 to 64 characters.");
    switch (command) {
      case CallCommand.Start start -> start(start);
      case CallCommand.Invite invite -> users(invite.userIds());
      case CallCommand.Signal signal -> {
        require(isName(signal.name(), SIGNAL_NAME_CHARS_MAX), CallRefusal.PARAM_ERROR, "A signal's name has 1 to 64 characters.");
        require(isText(signal.content(), SIGNAL_CHARS_MAX), CallRefusal.PARAM_ERROR, "A signal has 4,096 characters at the most.");
      }
      default -> { }
    }
  }

  private static void start(CallCommand.Start start) throws CallRefusedException {
    users(start.userIds());
    Long ringMs = start.ringMs();
    require(ringMs == null || (ringMs >= RING_MS_MIN && ringMs <= RING_MS_MAX), CallRefusal.PARAM_ERROR, "A call rings for 5 to 180 s.");
    require(isText(start.extra(), EXTRA_CHARS_MAX), CallRefusal.PARAM_ERROR, "A call's extra has 4,096 characters at the most.");
    require(!(start.joinRule() instanceof JoinRule.MembersOf(String group)) || isName(group, ID_CHARS_MAX), CallRefusal.PARAM_ERROR,
        "A group's id has 1 to 256 characters.");
  }

  private static void users(List<String> userIds) throws CallRefusedException {
    require(userIds.size() <= USERS_MAX, CallRefusal.CALL_FULL, "No call takes more than 32.");
    for (String userId : userIds) {
      require(isName(userId, ID_CHARS_MAX), CallRefusal.USER_ID_INVALID, "A user's id has 1 to 256 characters.");
    }
  }

  private static void require(boolean sane, CallRefusal refusal, String otherwise) throws CallRefusedException {
    if (!sane) {
      throw new CallRefusedException(refusal, otherwise);
    }
  }

  static boolean isName(String text, int charsMax) {
    return !text.isEmpty() && isText(text, charsMax);
  }

  /** Databases take no NUL. */
  private static boolean isText(String text, int charsMax) {
    return text.length() <= charsMax && text.indexOf('\0') < 0;
  }
}
