package io.ringcast.calls.channel;

import io.ringcast.calls.exchange.CallView;
import org.jspecify.annotations.Nullable;

/**
 * A call as a device is shown it.
 *
 * @param here whether its user takes part in it by this device
 * @param pass into its room, where the device may go there
 */
public record SeenCall(CallView call, boolean here, @Nullable Pass pass) {
  /** One that the device takes no part in. */
  public SeenCall(CallView call) {
    this(call, false, null);
  }
}
