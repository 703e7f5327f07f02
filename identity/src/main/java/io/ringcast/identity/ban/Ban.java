package io.ringcast.identity.ban;

/** A user of an app is kept out of something until a time; from that time on it is as if there had been no ban. */
public record Ban(String appId, String userId, BanScope scope, long untilMs) {

  boolean holds(long nowMs) {
    return nowMs < untilMs;
  }
}
