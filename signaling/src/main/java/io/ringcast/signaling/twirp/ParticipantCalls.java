package io.ringcast.signaling.twirp;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.livekit.Infos;
import io.ringcast.signaling.livekit.Permits;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitRoom.MuteRoomTrackRequest;
import livekit.LivekitRoom.MuteRoomTrackResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import livekit.LivekitRoom.UpdateParticipantRequest;
import livekit.LivekitRoom.UpdateSubscriptionsRequest;
import livekit.LivekitRoom.UpdateSubscriptionsResponse;

/** RoomService's calls about one participant, an administrator's. For threads that may wait. */
final class ParticipantCalls {
  /** Each is looked for in the whole room. */
  static final int TRACKS_MAX = 1_000;

  private final Rooms rooms;

  ParticipantCalls(Rooms rooms) {
    this.rooms = rooms;
  }

  /** What is done with a participant, on its room's queue. */
  @FunctionalInterface
  private interface Act<T> {
    T on(RoomHost host, Participant who) throws RoomRefusedException;
  }

  private <T> T act(Access access, String roomId, String userId, Act<T> act) throws RoomRefusedException {
    RoomKey key = Admission.toAdminister(access, roomId);
    return rooms.change(key, (host, room) -> {
      Participant who = room.user(userId);
      return who == null ? Optional.<T>empty() : Optional.of(act.on(host, who));
    }).flatMap(Function.identity())
        .orElseThrow(() -> new TwirpException(TwirpCode.NOT_FOUND, "Nobody with this identity is in room " + roomId + "."));
  }

  ParticipantInfo get(Access access, RoomParticipantIdentity request) throws RoomRefusedException {
    return act(access, request.getRoom(), request.getIdentity(), (host, who) -> Infos.participant(who));
  }

  RemoveParticipantResponse remove(Access access, RoomParticipantIdentity request) throws RoomRefusedException {
    return act(access, request.getRoom(), request.getIdentity(), (host, who) -> {
      host.room().leave(who, LeaveReason.REMOVED, host.nowMs());
      return RemoveParticipantResponse.getDefaultInstance();
    });
  }

  /** Nobody but its owner opens a microphone or a camera again. */
  MuteRoomTrackResponse mute(Access access, MuteRoomTrackRequest request) throws RoomRefusedException {
    Admission.toAdminister(access, request.getRoom());
    if (!request.getMuted()) {
      throw new TwirpException(TwirpCode.FAILED_PRECONDITION, "Only its publisher unmutes a track here.");
    }
    Optional<TrackInfo> muted = act(access, request.getRoom(), request.getIdentity(), (host, who) -> {
      Publication publication = who.publication(request.getTrackSid());
      if (publication == null || !publication.live()) {
        return Optional.<TrackInfo>empty();
      }
      host.room().silence(publication);
      return Optional.of(Infos.track(publication));
    });
    return muted.map(track -> MuteRoomTrackResponse.newBuilder().setTrack(track).build())
        .orElseThrow(() -> new TwirpException(TwirpCode.NOT_FOUND, "The participant has no track with this sid."));
  }

  ParticipantInfo update(Access access, UpdateParticipantRequest request) throws RoomRefusedException {
    return act(access, request.getRoom(), request.getIdentity(), (host, who) -> {
      Profile change = new Profile(request.getName(), request.getMetadata(), request.getAttributesMap());
      Profile next = who.profile().changedBy(change);
      host.room().require(next);
      if (request.hasPermission()) {
        host.room().permit(who, Permits.of(request.getPermission(), who.permissions().recorder()), host.nowMs());
      }
      if (!change.equals(Profile.EMPTY)) {
        host.room().set(who, next, host.nowMs());
      }
      return Infos.participant(who);
    });
  }

  /** Tracks that are not there (any more) are passed over. */
  UpdateSubscriptionsResponse subscriptions(Access access, UpdateSubscriptionsRequest request) throws RoomRefusedException {
    Admission.toAdminister(access, request.getRoom());
    List<String> sids = Stream.concat(
        request.getTrackSidsList().stream(),
        request.getParticipantTracksList().stream().flatMap(tracks -> tracks.getTrackSidsList().stream())).toList();
    if (sids.size() > TRACKS_MAX) {
      throw new TwirpException(TwirpCode.INVALID_ARGUMENT, "Name at most " + TRACKS_MAX + " tracks in one call.");
    }
    return act(access, request.getRoom(), request.getIdentity(), (host, who) -> {
      for (String sid : sids) {
        Publication publication = host.room().publication(sid);
        if (publication != null) {
          host.room().subscribe(who, publication, request.getSubscribe());
        }
      }
      return UpdateSubscriptionsResponse.getDefaultInstance();
    });
  }
}
