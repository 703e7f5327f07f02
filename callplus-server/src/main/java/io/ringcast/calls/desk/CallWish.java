package io.ringcast.calls.desk;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallTimes;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
import java.util.List;

/** A call that somebody wants to start. */
public record CallWish(
    CallType type, CallMedia media, JoinRule joinRule, CallTimes times, boolean connectsOnMedia, List<String> userIds) {
  public CallWish {
    userIds = List.copyOf(userIds);
  }
}
