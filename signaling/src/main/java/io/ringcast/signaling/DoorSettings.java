package io.ringcast.signaling;

import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.http.IceServer;
import java.util.List;

/**
 * What the doors can be told.
 *
 * @param iceServers servers that clients are given for their side of ICE
 */
public record DoorSettings(RoomLimits limits, List<IceServer> iceServers) {
  public static final DoorSettings DEFAULT = new DoorSettings(RoomLimits.DEFAULT, List.of());

  public DoorSettings {
    iceServers = List.copyOf(iceServers);
  }
}
