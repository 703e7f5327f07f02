package io.ringcast.events.format;

/** An app's key, which the receiver is told, and the secret that both know. */
public record SigningKey(String key, String secret) {

  /** Names the key only: a secret is never printed. */
  @Override
  public String toString() {
    return "SigningKey[" + key + "]";
  }
}
