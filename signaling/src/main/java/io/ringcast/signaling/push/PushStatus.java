package io.ringcast.signaling.push;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a push.
 *
 * @param reason why it does not run; null where it does, or is about to
 * @param attempt counted from 1 since it last ran steadily
 */
public record PushStatus(PushStep step, @Nullable String reason, int attempt) {}
