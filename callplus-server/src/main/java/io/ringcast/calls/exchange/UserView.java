package io.ringcast.calls.exchange;

import io.ringcast.calls.desk.UserState;
import java.util.List;

/**
 * A user at one moment.
 *
 * @param devices those that are connected; with none the user is offline
 */
public record UserView(String userId, UserState state, List<Device> devices) {
  public UserView {
    devices = List.copyOf(devices);
  }

  public boolean online() {
    return !devices.isEmpty();
  }
}
