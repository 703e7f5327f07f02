package io.ringcast.relay.live;

import org.jspecify.annotations.Nullable;

/**
 * Which live stream: a room's, or one stream's of it.
 *
 * @param streamId null for the room's own: its mix where it has one, otherwise the stream that came first
 */
public record StreamName(String appId, String roomId, @Nullable String streamId) {}
