package io.ringcast.identity.signed;

import org.jspecify.annotations.Nullable;

/** What a request says of its own origin, as it stands in its head; null where it is silent. */
public record SignedRequest(@Nullable String appKey, @Nullable String nonce, @Nullable String timestamp, @Nullable String signature) {}
