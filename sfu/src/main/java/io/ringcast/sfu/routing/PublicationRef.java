package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.PublicationSpec;

/**
 * Where a publication lives.
 *
 * @param key its number, unique in the process
 * @param home the index of its publisher's loop
 */
public record PublicationRef(long key, PublicationSpec spec, int home) {}
