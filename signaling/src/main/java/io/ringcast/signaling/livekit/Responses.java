package io.ringcast.signaling.livekit;

import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Publication;
import java.util.List;
import java.util.Map;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.SpeakerInfo;
import livekit.LivekitModels.SubscriptionError;
import livekit.LivekitRtc.ConnectionQualityInfo;
import livekit.LivekitRtc.ConnectionQualityUpdate;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.MediaSectionsRequirement;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.ParticipantUpdate;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.Pong;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SpeakersChanged;
import livekit.LivekitRtc.StreamState;
import livekit.LivekitRtc.StreamStateInfo;
import livekit.LivekitRtc.StreamStateUpdate;
import livekit.LivekitRtc.SubscriptionPermissionUpdate;
import livekit.LivekitRtc.SubscriptionResponse;
import livekit.LivekitRtc.TrackPublishedResponse;
import livekit.LivekitRtc.TrackSubscribed;
import livekit.LivekitRtc.TrackUnpublishedResponse;

/** The server's messages. */
final class Responses {
  private static final float LEVEL_MAX = 127;
  private static final double WORST_SCORE = 1;
  private static final double BEST_SCORE = 4.5;

  private Responses() {}

  private static SignalResponse.Builder response() {
    return SignalResponse.newBuilder();
  }

  static SignalResponse answer(String sdp, int offerId, Map<String, String> trackByMid) {
    return response().setAnswer(description("answer", sdp, offerId, trackByMid)).build();
  }

  static SignalResponse offer(String sdp, int offerId, Map<String, String> trackByMid) {
    return response().setOffer(description("offer", sdp, offerId, trackByMid)).build();
  }

  private static SessionDescription description(String type, String sdp, int id, Map<String, String> trackByMid) {
    return SessionDescription.newBuilder().setType(type).setSdp(sdp).setId(id).putAllMidToTrackId(trackByMid).build();
  }

  static SignalResponse sections(int audios, int videos) {
    return response().setMediaSectionsRequirement(
        MediaSectionsRequirement.newBuilder().setNumAudios(audios).setNumVideos(videos)).build();
  }

  static SignalResponse update(List<ParticipantInfo> participants) {
    return response().setUpdate(ParticipantUpdate.newBuilder().addAllParticipants(participants)).build();
  }

  static SignalResponse published(String clientTrackId, Publication publication) {
    return response().setTrackPublished(
        TrackPublishedResponse.newBuilder().setCid(clientTrackId).setTrack(Infos.track(publication))).build();
  }

  static SignalResponse unpublished(String publicationSid) {
    return response().setTrackUnpublished(TrackUnpublishedResponse.newBuilder().setTrackSid(publicationSid)).build();
  }

  static SignalResponse subscribed(Publication publication) {
    return response().setTrackSubscribed(TrackSubscribed.newBuilder().setTrackSid(publication.sid())).build();
  }

  static SignalResponse muted(Publication publication) {
    return response().setMute(MuteTrackRequest.newBuilder().setSid(publication.sid()).setMuted(publication.muted())).build();
  }

  static SignalResponse permission(Publication publication, boolean allowed) {
    return response().setSubscriptionPermissionUpdate(SubscriptionPermissionUpdate.newBuilder()
        .setParticipantSid(publication.owner().sid()).setTrackSid(publication.sid()).setAllowed(allowed)).build();
  }

  static SignalResponse subscriptionFailed(String publicationSid, SubscriptionError error) {
    return response().setSubscriptionResponse(SubscriptionResponse.newBuilder().setTrackSid(publicationSid).setErr(error)).build();
  }

  static SignalResponse speakers(List<io.ringcast.signaling.room.Seat.Speaking> changed) {
    SpeakersChanged.Builder speakers = SpeakersChanged.newBuilder();
    changed.forEach(one -> speakers.addSpeakers(SpeakerInfo.newBuilder()
        .setSid(one.who().sid()).setLevel(one.level() / LEVEL_MAX).setActive(one.level() > 0)));
    return response().setSpeakersChanged(speakers).build();
  }

  /** Scores as opinions are scored: {@link #WORST_SCORE} to {@link #BEST_SCORE}. */
  static SignalResponse quality(List<Participant> rated) {
    ConnectionQualityUpdate.Builder update = ConnectionQualityUpdate.newBuilder();
    rated.forEach(one -> update.addUpdates(ConnectionQualityInfo.newBuilder()
        .setParticipantSid(one.sid())
        .setQuality(ConnectionQuality.valueOf(one.quality().name()))
        .setScore((float) (WORST_SCORE + (BEST_SCORE - WORST_SCORE) * one.linkScore()))));
    return response().setConnectionQuality(update).build();
  }

  static SignalResponse streams(Map<Publication, Boolean> resting) {
    StreamStateUpdate.Builder update = StreamStateUpdate.newBuilder();
    resting.forEach((publication, rests) -> update.addStreamStates(StreamStateInfo.newBuilder()
        .setParticipantSid(publication.owner().sid())
        .setTrackSid(publication.sid())
        .setState(rests ? StreamState.PAUSED : StreamState.ACTIVE)));
    return response().setStreamStateUpdate(update).build();
  }

  static SignalResponse leave(DisconnectReason reason, LeaveRequest.Action action) {
    return response().setLeave(LeaveRequest.newBuilder()
        .setReason(reason).setAction(action).setCanReconnect(action != LeaveRequest.Action.DISCONNECT)).build();
  }

  static SignalResponse refreshToken(String token) {
    return response().setRefreshToken(token).build();
  }

  static SignalResponse pong(long pingTimestamp) {
    return response().setPong(pingTimestamp).build();
  }

  static SignalResponse pong(Ping ping, long nowMs) {
    return response().setPongResp(Pong.newBuilder().setLastPingTimestamp(ping.getTimestamp()).setTimestamp(nowMs)).build();
  }

  static SignalResponse requestFailed(RequestResponse.Builder about, RequestResponse.Reason reason, String message) {
    return response().setRequestResponse(about.setReason(reason).setMessage(message)).build();
  }

  static SignalResponse requestDone(RequestResponse.Builder about) {
    return response().setRequestResponse(about.setReason(RequestResponse.Reason.OK)).build();
  }
}
