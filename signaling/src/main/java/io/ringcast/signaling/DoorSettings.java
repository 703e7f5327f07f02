package io.ringcast.signaling;

import io.ringcast.identity.StayPolicy;
import io.ringcast.signaling.http.IceServer;
import io.ringcast.signaling.live.LiveUrls;
import io.ringcast.signaling.mix.Mixes;
import io.ringcast.signaling.room.Exclusions;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.host.Attendance;
import java.util.List;
import java.util.function.Function;

/**
 * What the doors can be told.
 *
 * @param iceServers servers that clients are given for their side of ICE
 * @param stays where the users of an app may be at a time
 * @param exclusions who may not be in a room, besides those whom the app has banned
 * @param attendance hears who is in rooms
 * @param mixes mixes what is in rooms
 * @param liveUrls how live streams are given out
 */
public record DoorSettings(
    RoomLimits limits, List<IceServer> iceServers, Function<String, StayPolicy> stays, Exclusions exclusions, Attendance attendance,
    Mixes mixes, LiveUrls.Rules liveUrls) {
  public static final DoorSettings DEFAULT = new DoorSettings(RoomLimits.DEFAULT, List.of());

  public DoorSettings {
    iceServers = List.copyOf(iceServers);
  }

  /** For apps whose users may be where users may be by default. */
  public DoorSettings(RoomLimits limits, List<IceServer> iceServers) {
    this(limits, iceServers, appId -> StayPolicy.DEFAULT);
  }

  /** Rooms that belong to nothing else. */
  public DoorSettings(RoomLimits limits, List<IceServer> iceServers, Function<String, StayPolicy> stays) {
    this(limits, iceServers, stays, Exclusions.NONE, Attendance.NONE, Mixes.NONE, LiveUrls.Rules.SIGNED);
  }

  /** The same for rooms some of which belong to something that says who may be there. */
  public DoorSettings with(Exclusions others, Attendance listener) {
    return new DoorSettings(limits, iceServers, stays, others, listener, mixes, liveUrls);
  }

  /** The same with a mixer. */
  public DoorSettings with(Mixes mixer) {
    return new DoorSettings(limits, iceServers, stays, exclusions, attendance, mixer, liveUrls);
  }

  /** The same with live streams that are given out so. */
  public DoorSettings with(LiveUrls.Rules urls) {
    return new DoorSettings(limits, iceServers, stays, exclusions, attendance, mixes, urls);
  }
}
