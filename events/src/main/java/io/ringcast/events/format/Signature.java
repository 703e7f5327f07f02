package io.ringcast.events.format;

import java.util.Map;

/** What makes a receiver believe a request: headers, and parameters for its URL. */
public record Signature(Map<String, String> headers, Map<String, String> query) {}
