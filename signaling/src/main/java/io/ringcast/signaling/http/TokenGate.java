package io.ringcast.signaling.http;

import io.ringcast.http.Bearer;
import io.ringcast.http.Problem;
import io.ringcast.identity.TokenResult.Accepted;
import io.ringcast.identity.TokenResult.Refused;
import io.ringcast.identity.TokenVerifier;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Exclusions;
import io.ringcast.signaling.room.RoomRefusedException;
import java.time.InstantSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Lets a request in that carries a good bearer token (RFC 6750) of a user who is not kept out of its room. */
public final class TokenGate {
  private final TokenVerifier verifier;
  private final Exclusions exclusions;
  private final InstantSource clock;

  public TokenGate(TokenVerifier verifier, Exclusions exclusions, InstantSource clock) {
    this.verifier = verifier;
    this.exclusions = exclusions;
    this.clock = clock;
  }

  /** What the request's token allows; 401 when it has none or a worthless one. */
  public Access access(ServerRequest request) {
    return access(Bearer.token(request, "room"));
  }

  /** What a token allows; 401 when it is worthless, 403 when its user is banned. */
  public Access access(String token) {
    return switch (verifier.verify(token, clock.instant())) {
      case Accepted accepted -> admitted(new Access(accepted.app(), accepted.token()));
      case Refused refused -> throw Bearer.worthless(refused.reason(), refused.detail());
    };
  }

  private Access admitted(Access access) {
    String roomId = access.token().roomId();
    if (access.token().roomJoin() && roomId != null) {
      try {
        exclusions.require(
            new RoomKey(access.appId(), roomId), access.token().userId(), access.token().wish().waitingAs(), clock.millis());
      } catch (RoomRefusedException e) {
        throw banned(e).exception();
      }
    }
    return access;
  }

  static Problem banned(RoomRefusedException e) {
    return Problem.of(HttpStatus.FORBIDDEN, Bearer.slug(e.refusal()), "The app keeps this user out", e.detail());
  }
}
