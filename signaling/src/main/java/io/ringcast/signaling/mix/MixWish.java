package io.ringcast.signaling.mix;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What somebody asks of a mix.
 *
 * @param plan the document as it was read
 * @param sequence numbers the change, so that an older one never undoes a newer one; null for the next number
 */
record MixWish(JsonNode document, Mixes.Plan plan, @Nullable Long sequence, MixCause cause) {}
