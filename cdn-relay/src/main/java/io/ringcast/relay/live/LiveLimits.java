package io.ringcast.relay.live;

import io.ringcast.relay.hub.HubLimits;
import java.time.Duration;

/**
 * How much live streams may be.
 *
 * @param streams so many of a server
 * @param outlets so many of each stream
 * @param keyframeInterval how often its source is asked for a keyframe while somebody reads
 * @param idle how long a stream that nobody reads goes on: players come again after each segment
 */
public record LiveLimits(int streams, int outlets, Duration keyframeInterval, Duration idle, HubLimits hub) {
  public static final LiveLimits DEFAULT =
    new LiveLimits(500, 2_000, Duration.ofSeconds(2), Duration.ofSeconds(15), HubLimits.DEFAULT);
}
