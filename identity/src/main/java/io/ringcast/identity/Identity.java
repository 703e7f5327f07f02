package io.ringcast.identity;

import io.ringcast.identity.ban.BanStore;
import io.ringcast.identity.ban.Bans;
import io.ringcast.identity.ban.RevocationStore;
import io.ringcast.identity.ban.Revocations;
import io.ringcast.identity.signed.RequestVerifier;
import java.time.Instant;

/**
 * All that a server knows of who somebody is and may be: whose keys are good, which tokens, who is banned. Any thread may use any of it.
 *
 * @param roomTokens judges tokens that say where
 * @param userTokens judges tokens that say who
 * @param requests judges what back ends sign
 */
public record Identity(
    Apps apps, TokenVerifier roomTokens, UserTokens userTokens, RequestVerifier requests, Bans bans, Revocations revocations) {

  /** Reads what is kept. */
  public static Identity open(Apps apps, BanStore bans, RevocationStore revocations, long nowMs) {
    return new Identity(apps, new TokenVerifier(apps), new UserTokens(apps), new RequestVerifier(apps), new Bans(bans, nowMs),
      new Revocations(revocations, nowMs));
  }

  /** One whose bans end with the server. */
  public static Identity unkept(Apps apps) {
    return open(apps, BanStore.NOWHERE, RevocationStore.NOWHERE, 0);
  }

  /** Judges a user token at the given instant: whether it is good, and was not taken back. */
  public UserTokenResult user(String token, Instant now) {
    UserTokenResult judged = userTokens.verify(token, now);
    boolean revoked = judged instanceof UserTokenResult.Accepted accepted && revocations.revoked(
      accepted.app().appId(), accepted.token().userId(), accepted.token().issuedAt().toEpochMilli());
    return revoked
      ? new UserTokenResult.Refused(TokenRefusal.REVOKED, "The app has taken this token back: get a new one from it.")
      : judged;
  }
}
