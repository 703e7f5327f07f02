package io.ringcast.calls.channel;

import io.ringcast.calls.exchange.DeviceClass;
import io.ringcast.calls.exchange.Hello.Resume;
import org.jspecify.annotations.Nullable;

/** What a device says. */
public sealed interface ClientFrame {
  /** Opens the channel. */
  record Greeting(String token, String deviceId, DeviceClass kind, @Nullable Resume resume) implements ClientFrame {}

  /** All events up to this number are handled. */
  record Seen(long number) implements ClientFrame {}

  /** @param id of the client's choice, which its answer carries */
  record Request(String id, Wish wish) implements ClientFrame {}
}
