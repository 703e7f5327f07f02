package io.ringcast.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a token says its user shows to others; null where it is silent. */
public record TokenProfile(@Nullable String name, @Nullable String metadata, Map<String, String> attributes) {

  /** A token that says nothing of its user. */
  public static final TokenProfile NONE = new TokenProfile(null, null, Map.of());

  public TokenProfile {
    attributes = Map.copyOf(attributes);
  }
}
