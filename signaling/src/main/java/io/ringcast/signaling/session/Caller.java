package io.ringcast.signaling.session;

import io.ringcast.signaling.room.RoomMode;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a session.
 *
 * @param address tells apart where requests come from: an IPv4 address, or an IPv6 network; empty when it is not known
 * @param mode the mode in which it expects the room; null for any
 */
public record Caller(String userId, String address, @Nullable RoomMode mode) {

  /** Into a room of any mode. */
  public Caller(String userId, String address) {
    this(userId, address, null);
  }
}
