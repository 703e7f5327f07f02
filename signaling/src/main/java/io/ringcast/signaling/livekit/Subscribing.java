package io.ringcast.signaling.livekit;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.SubscriberPolicy;
import io.ringcast.signaling.room.TrackDetails.LayerSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import livekit.LivekitModels.SubscriptionError;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SubscriptionPermission;
import livekit.LivekitRtc.SyncState;
import livekit.LivekitRtc.TrackPermission;
import livekit.LivekitRtc.UpdateSubscription;
import livekit.LivekitRtc.UpdateTrackSettings;
import org.jspecify.annotations.Nullable;

/** What a client asks about others' publications, and who may have its own. */
final class Subscribing {
  private final Room room;
  private final Participant who;
  private final Consumer<SignalResponse> out;

  Subscribing(Room room, Participant who, Consumer<SignalResponse> out) {
    this.room = room;
    this.who = who;
    this.out = out;
  }

  void update(UpdateSubscription request) {
    List<String> sids = new ArrayList<>(request.getTrackSidsList());
    request.getParticipantTracksList().forEach(tracks -> sids.addAll(tracks.getTrackSidsList()));
    for (String sid : sids) {
      Publication publication = known(sid);
      if (publication != null) {
        room.subscribe(who, publication, request.getSubscribe());
      } else if (request.getSubscribe()) {
        out.accept(Responses.subscriptionFailed(sid, SubscriptionError.SE_TRACK_NOTFOUND));
      }
    }
  }

  void settings(UpdateTrackSettings request) {
    for (String sid : request.getTrackSidsList()) {
      Publication publication = known(sid);
      if (publication != null) {
        room.adjust(who, publication, new Reception(request.getDisabled(), layer(publication, request)));
      }
    }
  }

  /** What a resuming client says of its subscriptions. */
  void sync(SyncState state) {
    update(state.getSubscription());
    for (String sid : state.getTrackSidsDisabledList()) {
      Publication publication = known(sid);
      if (publication != null) {
        room.adjust(who, publication, new Reception(true, Layer.BIG));
      }
    }
  }

  void permission(SubscriptionPermission request) {
    Set<String> all = new HashSet<>();
    Map<String, Set<String>> some = new HashMap<>();
    for (TrackPermission permission : request.getTrackPermissionsList()) {
      String userId = userOf(permission);
      if (permission.getAllTracks()) {
        all.add(userId);
      } else {
        some.put(userId, Set.copyOf(permission.getTrackSidsList()));
      }
    }
    room.admit(who, new SubscriberPolicy(request.getAllParticipants(), all, some));
  }

  private String userOf(TrackPermission permission) {
    if (!permission.getParticipantIdentity().isEmpty()) {
      return permission.getParticipantIdentity();
    }
    return room.visible().stream().filter(other -> other.sid().equals(permission.getParticipantSid())).map(Participant::userId)
        .findFirst().orElse("");
  }

  /** A live publication of somebody whom this participant may know. */
  private @Nullable Publication known(String sid) {
    Publication publication = room.publication(sid);
    boolean known = publication != null && publication.live() && publication.owner() != who && publication.owner().visible();
    return known ? publication : null;
  }

  /** The smallest layer that fills the size asked for; the quality where no size was given or known. */
  private static Layer layer(Publication publication, UpdateTrackSettings request) {
    if (publication.kind() == MediaKind.AUDIO) {
      return Layer.BIG;
    }
    if (request.getWidth() == 0 || request.getHeight() == 0) {
      return TrackRequests.layer(request.getQuality());
    }
    for (LayerSize size : publication.details().layers()) {
      if (size.width() >= request.getWidth() || size.height() >= request.getHeight()) {
        return size.layer();
      }
    }
    return Layer.BIG;
  }
}
