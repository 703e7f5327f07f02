package io.ringcast.signaling.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A push as it is shown.
 *
 * @param streamId null for the room's stream
 * @param url without its key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PushState(String pushId, @Nullable String streamId, String url, PushStep state, @Nullable String reason, int attempt,
    long startedAtMs, long sentBytes) {}
