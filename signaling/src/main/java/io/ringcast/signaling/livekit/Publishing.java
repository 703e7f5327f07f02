package io.ringcast.signaling.livekit;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.signaling.livekit.media.MediaSession;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Home;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SyncState;
import livekit.LivekitRtc.TrackPublishedResponse;
import livekit.LivekitRtc.UpdateLocalAudioTrack;
import livekit.LivekitRtc.UpdateLocalVideoTrack;
import org.jspecify.annotations.Nullable;

/** What a client asks about its own publications. */
final class Publishing {
  private static final int CLIENT_ID_CHARS_MAX = 256;

  private final Home home;
  private final MediaSession media;
  private final Consumer<SignalResponse> out;
  private final Map<String, String> clientIds = new HashMap<>();
  private Participant who;

  Publishing(Home home, Participant who, MediaSession media, Consumer<SignalResponse> out) {
    this.home = home;
    this.who = who;
    this.media = media;
    this.out = out;
  }

  /** The client is another participant from now on, with the same publications. */
  void goOnAs(Participant next) {
    who = next;
  }

  void add(AddTrackRequest request) {
    RequestResponse.Builder about = RequestResponse.newBuilder().setAddTrack(request);
    boolean media = request.getType() == TrackType.AUDIO || request.getType() == TrackType.VIDEO;
    if (!media || request.getCid().isEmpty() || request.getCid().length() > CLIENT_ID_CHARS_MAX) {
      out.accept(Responses.requestFailed(about, RequestResponse.Reason.UNSUPPORTED_TYPE, "Announce an audio or video track with its cid."));
      return;
    }
    if (!request.getSid().isEmpty()) {
      addBackup(request, about);
      return;
    }
    try {
      Publication publication = home.room().announce(who, TrackRequests.details(request), request.getMuted(), home.nowMs());
      clientIds.keySet().removeIf(sid -> who.publication(sid) == null);
      clientIds.put(publication.sid(), request.getCid());
      this.media.announced(request.getCid(), publication);
      out.accept(Responses.published(request.getCid(), publication));
    } catch (RoomRefusedException e) {
      out.accept(Responses.requestFailed(about, Refusals.reason(e.refusal()), e.detail()));
    }
  }

  /** What is published already is to be sent in its backup codec too. */
  private void addBackup(AddTrackRequest request, RequestResponse.Builder about) {
    Publication own = own(request.getSid(), about);
    if (own == null) {
      return;
    }
    String mime = TrackRequests.mime(own.kind(), request, 0);
    if (mime.isEmpty() || !mime.equalsIgnoreCase(own.details().backupMime()) || own.backup() != null) {
      out.accept(Responses.requestFailed(about, RequestResponse.Reason.UNSUPPORTED_TYPE, "This is not the track's backup codec."));
      return;
    }
    media.announcedBackup(request.getCid(), own);
    out.accept(Responses.published(request.getCid(), own));
  }

  /** Tells a client that is back what it missed of its own tracks. */
  void sync(SyncState state) {
    Set<String> known = new HashSet<>();
    for (TrackPublishedResponse published : state.getPublishTracksList()) {
      String sid = published.getTrack().getSid();
      Publication own = who.publication(sid);
      known.add(sid);
      if (own == null) {
        out.accept(Responses.unpublished(sid));
      } else if (own.muted() && !published.getTrack().getMuted()) {
        out.accept(Responses.muted(own));
      }
    }
    for (Publication own : who.publications()) {
      String clientId = clientIds.get(own.sid());
      if (clientId != null && !known.contains(own.sid())) {
        out.accept(Responses.published(clientId, own));
      }
    }
  }

  void mute(MuteTrackRequest request) {
    Publication own = own(request.getSid(), RequestResponse.newBuilder().setMute(request));
    if (own != null) {
      home.room().mute(own, request.getMuted(), true);
    }
  }

  void update(UpdateLocalAudioTrack request) {
    Publication own = own(request.getTrackSid(), RequestResponse.newBuilder().setUpdateAudioTrack(request));
    if (own != null && own.kind() == MediaKind.AUDIO) {
      home.room().describe(own, own.details().with(TrackRequests.features(request.getFeaturesList())));
    }
  }

  void update(UpdateLocalVideoTrack request) {
    Publication own = own(request.getTrackSid(), RequestResponse.newBuilder().setUpdateVideoTrack(request));
    if (own != null && own.kind() == MediaKind.VIDEO) {
      home.room().describe(own, own.details().resized(request.getWidth(), request.getHeight()));
    }
  }

  /** An own publication; when it is none the client is told so. */
  private @Nullable Publication own(String sid, RequestResponse.Builder about) {
    Publication own = who.publication(sid);
    if (own == null) {
      out.accept(Responses.requestFailed(about, RequestResponse.Reason.NOT_FOUND, "You publish no such track."));
    }
    return own;
  }
}
