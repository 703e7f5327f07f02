package io.ringcast.calls.exchange;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.PastCall;
import java.util.List;

/** What an app's back end is told of a call; each of these once in a call's life. */
public sealed interface CallNews {
  String callId();

  record Started(String callId, CallType type, CallMedia media, String callerId, List<String> userIds) implements CallNews {
    public Started {
      userIds = List.copyOf(userIds);
    }
  }

  /** Its timer began. */
  record Connected(String callId, CallType type, CallMedia media, String callerId) implements CallNews {}

  record Ended(PastCall call) implements CallNews {
    @Override
    public String callId() {
      return call.callId();
    }
  }
}
