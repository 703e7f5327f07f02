package io.ringcast.signaling.sdp;

/**
 * A stream as its viewer is told of it. Audio and video of one stream share the stream id and the canonical name: the viewer keeps
 * them in sync.
 *
 * @param track names the track within its stream
 * @param cname the RTCP canonical name
 * @param rtxSsrc used only where RTX was negotiated
 */
public record SentStream(String streamId, String track, String cname, long ssrc, long rtxSsrc) {}
