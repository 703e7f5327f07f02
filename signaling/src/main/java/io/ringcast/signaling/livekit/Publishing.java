package io.ringcast.signaling.livekit;

import io.ringcast.signaling.livekit.media.MediaSession;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusedException;
import java.util.function.Consumer;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SignalResponse;

/** What a client asks about its own publications. */
final class Publishing {
  private static final int CLIENT_ID_CHARS_MAX = 256;

  private final Room room;
  private final Participant who;
  private final MediaSession media;
  private final Consumer<SignalResponse> out;

  Publishing(Room room, Participant who, MediaSession media, Consumer<SignalResponse> out) {
    this.room = room;
    this.who = who;
    this.media = media;
    this.out = out;
  }

  void add(AddTrackRequest request) {
    RequestResponse.Builder about = RequestResponse.newBuilder().setAddTrack(request);
    boolean media = request.getType() == TrackType.AUDIO || request.getType() == TrackType.VIDEO;
    if (!media || request.getCid().isEmpty() || request.getCid().length() > CLIENT_ID_CHARS_MAX || !request.getSid().isEmpty()) {
      out.accept(Responses.requestFailed(about, RequestResponse.Reason.UNSUPPORTED_TYPE, "Announce an audio or video track with its cid."));
      return;
    }
    try {
      Publication publication = room.announce(who, TrackRequests.details(request), request.getMuted());
      this.media.announced(request.getCid(), publication);
      out.accept(Responses.published(request.getCid(), publication));
    } catch (RoomRefusedException e) {
      out.accept(Responses.requestFailed(about, Refusals.reason(e.refusal()), e.detail()));
    }
  }

  void mute(MuteTrackRequest request) {
    Publication own = who.publication(request.getSid());
    if (own == null) {
      out.accept(Responses.requestFailed(
          RequestResponse.newBuilder().setMute(request), RequestResponse.Reason.NOT_FOUND, "You publish no such track."));
      return;
    }
    room.mute(own, request.getMuted(), true);
  }
}
