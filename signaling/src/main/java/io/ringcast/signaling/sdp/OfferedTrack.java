package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * One section of an offer of ours.
 *
 * @param codec the codec with our payload types
 * @param stream what is sent on it; null for a section that lies idle until another track needs one
 */
public record OfferedTrack(String mid, MediaKind kind, CodecParameters codec, @Nullable SentStream stream) {}
