package io.ringcast.events;

import io.ringcast.events.webhook.Receiver;
import java.time.Duration;
import java.util.List;

/**
 * @param keep how long an event is kept that all receivers have got
 * @param keepUndelivered how long one is kept that somebody has not got
 */
public record EventSettings(List<Receiver> receivers, Duration keep, Duration keepUndelivered) {
  public static final Duration KEEP = Duration.ofDays(7);
  public static final Duration KEEP_UNDELIVERED = Duration.ofDays(30);
}
