package io.ringcast.relay.door;

/**
 * What the RTMP port bears.
 *
 * @param connections of all clients together
 * @param connectionsPerAddress of one address; a house or a company may stand behind one
 * @param publishers at a time
 */
public record DoorLimits(int connections, int connectionsPerAddress, int publishers) {
  public static final DoorLimits DEFAULT = new DoorLimits(4_000, 1_000, 100);
}
