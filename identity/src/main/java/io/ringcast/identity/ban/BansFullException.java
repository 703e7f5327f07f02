package io.ringcast.identity.ban;

import java.io.Serial;

/** An app has as many bans as can be kept; nothing was changed. */
public final class BansFullException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  BansFullException(String appId) {
    super("app " + appId + " has " + Bans.BANS_PER_APP_MAX + " bans: lift some first", null, false, false);
  }
}
