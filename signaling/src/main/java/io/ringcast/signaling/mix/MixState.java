package io.ringcast.signaling.mix;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A room's mix as its API tells it.
 *
 * @param sequence the number of the last change
 * @param cause why there is one
 * @param streams those taken in, in the order in which they came
 */
public record MixState(String roomId, String streamId, String participantId, long sequence, MixCause cause, long startedAtMs,
    List<String> streams, JsonNode config) {
  public MixState {
    streams = List.copyOf(streams);
  }
}
