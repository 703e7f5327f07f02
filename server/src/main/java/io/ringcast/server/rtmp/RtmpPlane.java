package io.ringcast.server.rtmp;

import io.ringcast.relay.door.Audiences;
import io.ringcast.relay.door.DoorLimits;
import io.ringcast.relay.door.LiveLoop;
import io.ringcast.relay.door.PlayedStreams;
import io.ringcast.relay.door.RtmpDoor;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.signaling.Doors;
import java.net.BindException;
import java.net.InetAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Live streams' sockets in this process: the RTMP port, where there is one, and the thread that it is on. */
public final class RtmpPlane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RtmpPlane.class);

  private final LiveLoop loop;
  private final @Nullable RtmpDoor door;

  private RtmpPlane(LiveLoop loop, @Nullable RtmpDoor door) {
    this.loop = loop;
    this.door = door;
  }

  /** Opens what the settings ask for. */
  public static RtmpPlane open(ServerSettings settings, Doors doors, RandomGenerator random) throws RtmpPortTakenException {
    LiveLoop loop = new LiveLoop(System::nanoTime);
    int port = settings.rtmp().port();
    if (port == 0) {
      return new RtmpPlane(loop, null);
    }
    List<InetAddress> binds = List.of(settings.http().bind());
    try {
      PublishersHere rooms = new PublishersHere(doors.ingests());
      RtmpDoor.Inside inside = new RtmpDoor.Inside(rooms, PlayedStreams.NONE, new Audiences(loop));
      return new RtmpPlane(loop, RtmpDoor.open(binds, port, loop, inside, DoorLimits.DEFAULT, random));
    } catch (BindException e) {
      if (settings.rtmp().asked()) {
        loop.close();
        throw new RtmpPortTakenException(String.valueOf(e.getMessage()));
      }
      LOG.warn("no RTMP: TCP port {} cannot be opened ({}); choose another with rtmp.port, or 0 for none", port, e.getMessage());
      return new RtmpPlane(loop, null);
    }
  }

  /** The port; null where there is none. */
  public @Nullable RtmpDoor door() {
    return door;
  }

  @Override
  public void close() {
    if (door != null) {
      door.close();
    }
    loop.close();
  }
}
