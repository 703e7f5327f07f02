package io.ringcast.calls.exchange;

import io.ringcast.calls.call.CallRefusedException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connection of a device with the exchange; any thread may call. What the device hears comes by its {@link DeviceOutlet}. */
public final class DeviceLine {
  private final Exchange exchange;
  private final DeviceOutlet outlet;
  private @Nullable DeviceSession session;
  private boolean closed;

  DeviceLine(Exchange exchange, DeviceOutlet outlet) {
    this.exchange = exchange;
    this.outlet = outlet;
  }

  /**
   * Asks for something.
   *
   * @param requestId the device's own; asked again with the same content it gets the same answer, and nothing is done twice
   * @return the answer once it is durable, or a {@link CallRefusedException}
   */
  public CompletableFuture<Answer> ask(String requestId, CallCommand command) {
    return exchange.ask(this, requestId, command);
  }

  /** How things stand now; fails with SIGNAL_DISCONNECTED when the connection is over. */
  public CompletableFuture<Welcome> standing() {
    return exchange.standing(this);
  }

  /** The connection is gone; the device may come back within the grace. */
  public void lost() {
    exchange.lost(this);
  }

  /** The device leaves for good: nothing rings there any more, and a call that it takes part in goes on without it. */
  public void logOut() {
    exchange.logOut(this);
  }

  DeviceOutlet outlet() {
    return outlet;
  }

  /** By the exchange's thread, as what follows. */
  @Nullable DeviceSession session() {
    return session;
  }

  void serve(DeviceSession of) {
    session = of;
  }

  /** The last that is heard here; once. */
  void close(SessionEnd why) {
    if (!closed) {
      closed = true;
      outlet.closed(why);
    }
  }

  /** Nothing that is said here counts any more. */
  void cut() {
    session = null;
  }
}
