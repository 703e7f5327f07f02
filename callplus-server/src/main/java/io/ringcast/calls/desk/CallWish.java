package io.ringcast.calls.desk;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallTimes;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
import java.util.List;

/**
 * A call that somebody wants to start.
 *
 * @param extra what the app tells those who are called; may be empty
 * @param push what it wants pushed to devices that are not connected, as JSON; may be empty
 */
public record CallWish(
    CallType type, CallMedia media, JoinRule joinRule, CallTimes times, boolean connectsOnMedia, List<String> userIds, String extra,
    String push) {
  public CallWish {
    userIds = List.copyOf(userIds);
  }
}
