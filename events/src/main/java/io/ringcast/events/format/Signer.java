package io.ringcast.events.format;

import java.time.Instant;
import java.util.random.RandomGenerator;

/** Signs requests. Called by several threads. */
public interface Signer {

  Signature sign(Body body, SigningKey key, Instant now, RandomGenerator random);
}
