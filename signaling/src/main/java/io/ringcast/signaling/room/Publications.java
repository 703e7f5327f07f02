package io.ringcast.signaling.room;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is published in one room: announced, live, muted, ended. */
final class Publications {
  /** A client negotiates what it announced within seconds; one that is suspended comes back sooner. */
  static final long ANNOUNCED_MAX_MS = 60_000;

  private final RoomLimits limits;
  private final Sids sids;
  private final Subscriptions subscriptions;
  private final Notices notices;
  private final Chronicle chronicle;
  private final Map<String, Publication> bySid = new LinkedHashMap<>();
  private final Set<Publication> announced = new LinkedHashSet<>();

  Publications(RoomLimits limits, Sids sids, Subscriptions subscriptions, Notices notices, Chronicle chronicle) {
    this.limits = limits;
    this.sids = sids;
    this.subscriptions = subscriptions;
    this.notices = notices;
    this.chronicle = chronicle;
  }

  /** One of anybody's, null when there is none. */
  @Nullable Publication bySid(String sid) {
    return bySid.get(sid);
  }

  Publication announce(Participant who, TrackDetails details, boolean muted, long nowMs) throws RoomRefusedException {
    if (!who.mode().allows(details.kind())) {
      throw new RoomRefusedException(
          RoomRefusal.VIDEO_IN_AUDIO_ROOM, "The room is a live room for audio: video cannot be published in it.", List.of());
    }
    if (!who.permissions().allows(details.source())) {
      throw new RoomRefusedException(
          RoomRefusal.PUBLISHING_NOT_ALLOWED, "The token does not allow to publish " + details.source() + ".", List.of());
    }
    if (who.own().size() >= limits.publicationsPerParticipant()) {
      throw new RoomRefusedException(RoomRefusal.TOO_MANY_PUBLICATIONS,
          "At most " + limits.publicationsPerParticipant() + " publications: end another first.", List.of());
    }
    chronicle.requireOpen();
    String sid = sids.next(details.kind() == MediaKind.AUDIO ? Sids.AUDIO : Sids.VIDEO);
    Publication publication = new Publication(sid, who, details, streamId(who, details, sid), muted, nowMs);
    who.own().put(sid, publication);
    bySid.put(sid, publication);
    announced.add(publication);
    return publication;
  }

  /** A stream has at most one audio and one video: a second camera, and what would be called like another's, is a stream of its own. */
  private String streamId(Participant who, TrackDetails details, String sid) {
    String streamId = who.userId() + "_" + tag(details, sid);
    PublicationId id = Publication.id(streamId, details.kind());
    return bySid.values().stream().anyMatch(other -> other.id().equals(id)) ? who.userId() + "_" + sid : streamId;
  }

  /** What its publisher calls it, by its source otherwise. */
  private static String tag(TrackDetails details, String sid) {
    return Tags.allows(details.group()) ? details.group() : details.source().tag(sid);
  }

  void live(Publication publication, PublicationSpec spec) {
    announced.remove(publication);
    boolean first = !publication.live();
    publication.live(spec);
    if (first) {
      chronicle.onLive(publication);
    }
    if (publication.muted()) {
      publication.owner().media().mute(publication, true);
    }
    notices.changed(publication.owner());
    subscriptions.enter(publication);
  }

  void backup(Publication publication, @Nullable PublicationSpec spec) {
    publication.backup(spec);
    if (publication.muted()) {
      publication.owner().media().mute(publication, true);
    }
    notices.changed(publication.owner());
    subscriptions.backupChanged(publication);
  }

  void describe(Publication publication, TrackDetails details) {
    if (!publication.details().equals(details)) {
      publication.details(details);
      notices.changed(publication.owner());
    }
  }

  void unpublish(Publication publication) {
    Participant owner = publication.owner();
    if (owner.own().remove(publication.sid()) == null) {
      return;
    }
    forget(publication);
    owner.media().unpublish(publication);
    owner.seat().onUnpublished(publication);
    notices.changed(owner);
  }

  /** What a participant may not have, or not have any longer, ends. */
  void unpublishForbidden(Participant who) {
    List.copyOf(who.publications()).stream()
        .filter(own -> !who.permissions().allows(own.details().source()) || !who.mode().allows(own.kind()))
        .forEach(this::unpublish);
  }

  void silence(Publication publication) throws RoomRefusedException {
    if (publication.owner().presence() == Presence.FORWARDED) {
      throw new RoomRefusedException(RoomRefusal.LIVES_ELSEWHERE,
          publication.owner().userId() + " is forwarded to this room: mute it in its own, or remove it here.", List.of());
    }
    if (publication.owner().presence() == Presence.MIX) {
      throw new RoomRefusedException(RoomRefusal.LIVES_ELSEWHERE, "The server makes the mix: change it, or stop it.", List.of());
    }
    mute(publication, true, false);
  }

  void mute(Publication publication, boolean muted, boolean byOwner) {
    if (publication.muted() == muted) {
      return;
    }
    publication.muted(muted);
    if (publication.live()) {
      chronicle.onMuted(publication);
    }
    publication.owner().media().mute(publication, muted);
    if (!byOwner) {
      publication.owner().seat().onMuted(publication);
    }
    notices.changed(publication.owner());
  }

  /** Takes in what a participant brings along from another room, under the names it has. */
  void adopt(Participant owner, List<Publication> brought) {
    for (Publication publication : brought) {
      publication.owner(owner);
      owner.own().put(publication.sid(), publication);
      bySid.put(publication.sid(), publication);
      if (publication.live()) {
        chronicle.onLive(publication);
        subscriptions.enter(publication);
      } else {
        announced.add(publication);
      }
    }
    notices.changed(owner);
  }

  /** Its owner is out of the room, and what it published with it. */
  void dismiss(Participant owner) {
    owner.publications().forEach(this::forget);
  }

  private void forget(Publication publication) {
    bySid.remove(publication.sid());
    announced.remove(publication);
    if (publication.live()) {
      chronicle.onUnpublished(publication);
    }
    subscriptions.withdraw(publication);
  }

  /** When {@link #advance} has something to do. */
  long nextDueMs() {
    return announced.isEmpty() ? Long.MAX_VALUE : announced.iterator().next().announcedAtMs() + ANNOUNCED_MAX_MS;
  }

  /** Takes back what was announced and never came. */
  void advance(long nowMs) {
    while (nextDueMs() <= nowMs) {
      unpublish(announced.iterator().next());
    }
  }
}
