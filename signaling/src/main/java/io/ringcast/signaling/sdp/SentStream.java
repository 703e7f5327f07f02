package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.PublicationId;

/**
 * A stream as its viewer is told of it. Audio and video of one stream share the stream id and the canonical name: the viewer keeps
 * them in sync.
 *
 * @param cname the RTCP canonical name
 * @param rtxSsrc used only where RTX was negotiated
 */
public record SentStream(String streamId, PublicationId publication, String cname, long ssrc, long rtxSsrc) {}
