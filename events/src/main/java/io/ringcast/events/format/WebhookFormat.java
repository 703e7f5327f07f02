package io.ringcast.events.format;

/** A format by the name that settings call it. */
public record WebhookFormat(String name, Renderer renderer, Signer signer) {}
