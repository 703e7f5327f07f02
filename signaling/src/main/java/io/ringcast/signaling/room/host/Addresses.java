package io.ringcast.signaling.room.host;

import io.ringcast.events.Happening;
import io.ringcast.sfu.api.RoomKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where those who are not in a room play what is published there. Any thread. */
public interface Addresses {
  /** Nowhere. */
  Addresses NONE = new Addresses() {};

  /** What a back end is told of a stream that is published now; null where it is not played. */
  default Happening.@Nullable Live ofStream(RoomKey room, String streamId) {
    return null;
  }

  /** What members are told as attributes of their room, once something is published there. */
  default Map<String, String> attributes(RoomKey room) {
    return Map.of();
  }
}
