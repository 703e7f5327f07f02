package io.ringcast.sfu.egress;

/**
 * The names under which a subscription is sent.
 *
 * @param ssrc fresh for every subscription of a peer, as its keys are used for all of them
 * @param rtxSsrc the SSRC of its retransmissions
 * @param cname one for everything of the same publisher, so that players keep its audio and video in sync
 */
public record OutgoingStream(int ssrc, int rtxSsrc, String cname) {}
