package io.ringcast.identity;

import java.util.List;

/**
 * The owner of one or more key pairs; what belongs to one app is never seen by another.
 *
 * @param userTokens what its users may have
 * @param stays where its users may be at a time
 */
public record App(String appId, List<KeyPair> keys, UserTokenPolicy userTokens, StayPolicy stays) {

  public App {
    if (appId.isBlank()) {
      throw new IllegalArgumentException("an app needs an id");
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("app " + appId + " needs at least one key pair");
    }
    keys = List.copyOf(keys);
  }

  /** An app whose users may have what users have by default. */
  public App(String appId, List<KeyPair> keys) {
    this(appId, keys, UserTokenPolicy.DEFAULT);
  }

  /** An app whose users may be where users may be by default. */
  public App(String appId, List<KeyPair> keys, UserTokenPolicy userTokens) {
    this(appId, keys, userTokens, StayPolicy.DEFAULT);
  }
}
