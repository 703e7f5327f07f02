package io.ringcast.server.rtmp;

import io.ringcast.relay.door.Audiences;
import io.ringcast.relay.door.DoorLimits;
import io.ringcast.relay.door.LiveLoop;
import io.ringcast.relay.door.PushAddresses;
import io.ringcast.relay.door.Pushes;
import io.ringcast.relay.door.RtmpDoor;
import io.ringcast.relay.push.AddressPolicy;
import io.ringcast.relay.push.PushRetry;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.server.relay.LivePlane;
import io.ringcast.signaling.Doors;
import java.net.BindException;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Live streams' sockets in this process: the RTMP port, where there is one, and the thread that it is on. */
public final class RtmpPlane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RtmpPlane.class);

  private final LiveLoop loop;
  private final Pushes pushes;
  private final @Nullable RtmpDoor door;

  private RtmpPlane(LiveLoop loop, Pushes pushes, @Nullable RtmpDoor door) {
    this.loop = loop;
    this.pushes = pushes;
    this.door = door;
  }

  /** Opens what the settings ask for, and has rooms pushed from here. */
  public static RtmpPlane open(ServerSettings.Rtmp settings, InetAddress bind, Doors doors, LivePlane live, RandomGenerator random)
      throws RtmpPortTakenException {
    LiveLoop loop = new LiveLoop(System::nanoTime);
    Audiences audiences = new Audiences(loop);
    StreamsHere streams = new StreamsHere(loop, live.streams(), live.gate(), InstantSource.system());
    Pushes pushes = new Pushes(loop, audiences, addresses(settings), trusted(), PushRetry.DEFAULT, random);
    doors.pushes().by(new PushersHere(streams, pushes));
    int port = settings.port();
    if (port == 0) {
      return new RtmpPlane(loop, pushes, null);
    }
    RtmpDoor.Inside inside = new RtmpDoor.Inside(new PublishersHere(doors.ingests(), InstantSource.system()), streams, audiences);
    try {
      RtmpDoor door = RtmpDoor.open(List.of(bind), port, loop, inside, DoorLimits.DEFAULT, random);
      doors.liveUrls().rtmpAt(port);
      return new RtmpPlane(loop, pushes, door);
    } catch (BindException e) {
      if (settings.asked()) {
        pushes.close();
        loop.close();
        throw new RtmpPortTakenException(String.valueOf(e.getMessage()));
      }
      LOG.warn("no RTMP: TCP port {} cannot be opened ({}); choose another with rtmp.port, or 0 for none", port, e.getMessage());
      return new RtmpPlane(loop, pushes, null);
    }
  }

  private static PushAddresses addresses(ServerSettings.Rtmp settings) {
    AddressPolicy policy = settings.insideAllowed() ? AddressPolicy.ANYWHERE : AddressPolicy.PUBLIC_ONLY;
    return new PushAddresses(policy, InetAddress::getAllByName);
  }

  /** The certificates that Java trusts. */
  private static SSLContext trusted() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java has no TLS", e);
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
    pushes.close();
    loop.close();
  }
}
