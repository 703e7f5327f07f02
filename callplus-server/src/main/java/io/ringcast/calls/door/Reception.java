package io.ringcast.calls.door;

import io.ringcast.calls.channel.ClientFrame.Greeting;
import io.ringcast.calls.channel.CloseCode;
import io.ringcast.calls.exchange.Device;
import io.ringcast.calls.exchange.Exchange;
import io.ringcast.calls.exchange.Exchanges;
import io.ringcast.calls.exchange.Hello;
import io.ringcast.identity.Identity;
import io.ringcast.identity.UserTokenResult.Accepted;
import io.ringcast.identity.UserTokenResult.Refused;
import java.time.Instant;
import java.time.InstantSource;

/** Looks whose device comes, by its user token, and whether the app keeps that user out. Any thread. */
final class Reception {
  private final Identity identity;
  private final Exchanges exchanges;
  private final InstantSource clock;

  Reception(Identity identity, Exchanges exchanges, InstantSource clock) {
    this.identity = identity;
    this.exchanges = exchanges;
    this.clock = clock;
  }

  /** What became of a greeting. */
  sealed interface Outcome {
    record Welcome(Exchange exchange, Hello hello) implements Outcome {}

    record Away(CloseCode code) implements Outcome {}
  }

  Outcome receive(Greeting greeting) {
    Instant now = clock.instant();
    return switch (identity.user(greeting.token(), now)) {
      case Refused _ -> new Outcome.Away(CloseCode.BAD_TOKEN);
      case Accepted user -> receive(user, greeting, now);
    };
  }

  private Outcome receive(Accepted user, Greeting greeting, Instant now) {
    String appId = user.app().appId();
    String userId = user.token().userId();
    if (identity.bans().againstAccount(appId, userId, now.toEpochMilli()) != null) {
      return new Outcome.Away(CloseCode.BANNED);
    }
    Device device = new Device(userId, greeting.deviceId(), greeting.kind());
    return new Outcome.Welcome(exchanges.of(appId), new Hello(device, user.token().groups(), greeting.resume()));
  }
}
