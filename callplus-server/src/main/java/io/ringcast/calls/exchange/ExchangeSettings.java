package io.ringcast.calls.exchange;

import io.ringcast.calls.call.CallTimes;

/**
 * How calls of an app go, where a call says nothing itself.
 *
 * @param connectsOnMedia whether a participant is on the call with its first media; otherwise with its coming into the room
 * @param preConnects whether devices may connect to the call's room while they ring
 */
public record ExchangeSettings(CallTimes times, boolean connectsOnMedia, boolean preConnects) {
  public static final ExchangeSettings DEFAULT = new ExchangeSettings(CallTimes.DEFAULT, true, false);
}
