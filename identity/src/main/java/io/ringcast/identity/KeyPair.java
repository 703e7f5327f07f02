package io.ringcast.identity;

/** An API key and the secret that signs tokens in its name. */
public record KeyPair(String key, String secret) {

  /** LiveKit's own development pair: everybody knows it, so it may only be used on the loopback interface. */
  public static final KeyPair DEVELOPMENT = new KeyPair("devkey", "secret");

  public KeyPair {
    if (key.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException("a key pair needs a key and a secret");
    }
  }

  /** Names the key only: a secret is never printed. */
  @Override
  public String toString() {
    return "KeyPair[" + key + "]";
  }
}
