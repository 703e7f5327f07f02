package io.ringcast.relay.serve;

import io.ringcast.relay.hls.HlsSettings;
import java.time.Duration;

/**
 * How live streams are served.
 *
 * @param open whether whoever knows a room's name may play it
 * @param defaultApp whose rooms a path without token names
 * @param idle when nobody has asked for segments for so long none are cut
 */
public record LiveRules(boolean open, String defaultApp, Duration idle, HlsSettings hls) {}
