package io.ringcast.signaling.livekit;

import java.util.List;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SyncState;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when it connects.
 *
 * @param singlePeer whether it uses one peer connection and makes all offers
 * @param resumes the sid of the stay that it wants to take up again; empty to join anew
 * @param protocol the version of the protocol that it speaks
 * @param offer its first offer, if it came with the request
 */
record JoinWish(
    boolean singlePeer,
    boolean reconnect,
    String resumes,
    boolean autoSubscribe,
    int protocol,
    @Nullable SessionDescription offer,
    List<AddTrackRequest> tracks,
    @Nullable SyncState state) {
  JoinWish {
    tracks = List.copyOf(tracks);
  }
}
