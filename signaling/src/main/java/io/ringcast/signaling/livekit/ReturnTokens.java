package io.ringcast.signaling.livekit;

import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.identity.TokenVerifier;
import io.ringcast.signaling.room.Participant;
import java.time.Duration;
import java.time.Instant;

/**
 * The tokens with which one client comes back: to its stay while that lasts, to the room after it. They say what it may do and show now,
 * not when it came, and each lasts a little longer than the time until the next.
 */
final class ReturnTokens {
  static final Duration RENEWED_AFTER = Duration.ofMinutes(5);
  private static final Duration LIFETIME = RENEWED_AFTER.multipliedBy(2);

  private final RoomToken entered;
  private final TokenIssuer issuer;

  /** @param entered what it came in with */
  ReturnTokens(RoomToken entered, KeyPair pair) {
    this(entered, new TokenIssuer(pair));
  }

  private ReturnTokens(RoomToken entered, TokenIssuer issuer) {
    this.entered = entered;
    this.issuer = issuer;
  }

  /** The same for one who was moved. */
  ReturnTokens towards(String roomId) {
    return new ReturnTokens(entered.in(roomId), issuer);
  }

  String next(Participant who, long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs);
    RoomToken token = Permits.token(entered, who, now.plus(LIFETIME));
    String full = issuer.issue(token, now);
    // A token that no door takes would keep the client out: what it shows is then only what it says when it is back.
    return full.length() <= TokenVerifier.TOKEN_CHARS_MAX ? full : issuer.issue(Permits.unadorned(token), now);
  }
}
