package io.ringcast.bench.fanout;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one run gave.
 *
 * @param contender who was measured
 * @param memoryPerSubscriber in bytes; empty where it was not measured
 * @param allocatedPerPacket bytes that the media loops allocated for each packet sent; empty where it was not measured
 */
public record FanoutFigures(String contender, Plan plan, Cost cost, Optional<Arrived> video, Optional<Arrived> audio,
  OptionalDouble memoryPerSubscriber, OptionalDouble allocatedPerPacket) {
  /** The least share that counts as all. */
  public static final double DELIVERED = 0.999;

  public long packets() {
    return video.map(Arrived::arrived).orElse(0L) + audio.map(Arrived::arrived).orElse(0L);
  }

  public long expected() {
    return video.map(Arrived::expected).orElse(0L) + audio.map(Arrived::expected).orElse(0L);
  }

  public double deliveredShare() {
    return expected() == 0 ? 0 : (double) packets() / expected();
  }

  /** The server's CPU time for each packet that arrived. */
  public double cpuNsPerPacket() {
    return packets() == 0 ? 0 : (double) cost.cpuNs() / packets();
  }

  public double loopNsPerPacket() {
    return packets() == 0 ? 0 : (double) cost.loopsNs() / packets();
  }

  /** Packets of one send; 0 where the server does not count sends. */
  public double packetsPerSend() {
    return cost.sends() == 0 ? 0 : (double) packets() / cost.sends();
  }
}
