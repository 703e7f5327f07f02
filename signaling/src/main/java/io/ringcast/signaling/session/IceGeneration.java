package io.ringcast.signaling.session;

import io.ringcast.sfu.api.IceCredentials;

/**
 * What lasts from one ICE restart of a session to the next.
 *
 * @param tag names the generation to the session's owner
 * @param remote the owner's credentials in it
 */
public record IceGeneration(String tag, IceCredentials remote) {}
