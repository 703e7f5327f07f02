package io.ringcast.signaling;

import io.ringcast.identity.StayPolicy;
import io.ringcast.signaling.http.IceServer;
import io.ringcast.signaling.room.RoomLimits;
import java.util.List;
import java.util.function.Function;

/**
 * What the doors can be told.
 *
 * @param iceServers servers that clients are given for their side of ICE
 * @param stays where the users of an app may be at a time
 */
public record DoorSettings(RoomLimits limits, List<IceServer> iceServers, Function<String, StayPolicy> stays) {
  public static final DoorSettings DEFAULT = new DoorSettings(RoomLimits.DEFAULT, List.of());

  public DoorSettings {
    iceServers = List.copyOf(iceServers);
  }

  /** For apps whose users may be where users may be by default. */
  public DoorSettings(RoomLimits limits, List<IceServer> iceServers) {
    this(limits, iceServers, appId -> StayPolicy.DEFAULT);
  }
}
