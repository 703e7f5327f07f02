package io.ringcast.calls.door;

import io.ringcast.http.Bearer;
import io.ringcast.http.Problem;
import io.ringcast.identity.Identity;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenResult.Accepted;
import io.ringcast.identity.TokenResult.Refused;
import java.time.InstantSource;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Lets an app's back end in, by a token that may list the app's rooms to look at calls, and by one that may create them to change
 * something. The token's own app and no other: nothing in a request names one.
 */
final class BackEndGate {
  private final Identity identity;
  private final InstantSource clock;

  BackEndGate(Identity identity, InstantSource clock) {
    this.identity = identity;
    this.clock = clock;
  }

  /** The app whose calls may be looked at. */
  String toLook(ServerRequest request) {
    Accepted accepted = accepted(request);
    if (!accepted.token().roomList()) {
      throw Problem.forbidden("may-not-list", "Get a token whose video grant has roomList.").exception();
    }
    return accepted.app().appId();
  }

  /** The app whose calls may be ended, and whose users' settings may be changed. */
  String toChange(ServerRequest request) {
    Accepted accepted = accepted(request);
    RoomToken token = accepted.token();
    if (!token.roomCreate()) {
      throw Problem.forbidden("may-not-administer", "Get a token whose video grant has roomCreate.").exception();
    }
    return accepted.app().appId();
  }

  private Accepted accepted(ServerRequest request) {
    return switch (identity.roomTokens().verify(Bearer.token(request, "room"), clock.instant())) {
      case Refused refused -> throw Bearer.worthless(refused.reason(), refused.detail());
      case Accepted accepted -> accepted;
    };
  }
}
