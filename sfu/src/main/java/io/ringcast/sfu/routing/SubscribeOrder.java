package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;

/** A subscription to be made: what was negotiated, and the numbers chosen for it. */
public record SubscribeOrder(SubscriptionId id, SubscriptionSpec spec, PublicationRef publication, int ssrc, int rtxSsrc, String cname) {}
