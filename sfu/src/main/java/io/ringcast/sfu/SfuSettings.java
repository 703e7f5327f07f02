package io.ringcast.sfu;

import io.ringcast.sfu.congestion.EstimatorSettings;
import io.ringcast.sfu.net.BindAddresses;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the media plane is told at start.
 *
 * @param loops media loops, one a core
 * @param bind the address the ports bind to where the announced ones are not this machine's
 * @param firstPort the first loop's UDP port, the others follow; 0 lets the system choose each
 * @param tcpPort the TCP port for peers whom UDP does not reach; 0 lets the system choose, {@link #NO_TCP} opens none
 * @param announced the addresses named in candidates, the preferred one first, each with every port
 * @param estimation how it is found out what the paths to subscribers carry; null: it is not
 */
public record SfuSettings(int loops, InetAddress bind, int firstPort, int tcpPort, List<InetAddress> announced,
    @Nullable EstimatorSettings estimation) {
  /** 100 MB a loop at most, made on demand. */
  public static final int PACKETS_PER_LOOP = 65_536;

  /** As TCP port: ICE over TCP is off. */
  public static final int NO_TCP = -1;

  public SfuSettings(int loops, InetAddress bind, int firstPort, int tcpPort, List<InetAddress> announced) {
    this(loops, bind, firstPort, tcpPort, announced, null);
  }

  public SfuSettings {
    announced = List.copyOf(announced);
    if (loops < 1) {
      throw new IllegalArgumentException("media.loops must be 1 or more, not " + loops);
    }
    if (announced.isEmpty()) {
      throw new IllegalArgumentException("media.announced-ip must name an address");
    }
  }

  /** The addresses that sockets are bound to; one of an announced address where it is this machine's. */
  public List<InetAddress> boundTo() {
    return BindAddresses.of(bind, announced);
  }
}
