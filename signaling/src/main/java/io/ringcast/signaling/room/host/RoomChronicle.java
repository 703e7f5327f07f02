package io.ringcast.signaling.room.host;

import io.ringcast.events.Happening;
import io.ringcast.events.Happening.AttributesChanged;
import io.ringcast.events.Happening.Role;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.signaling.room.Chronicle;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what one room tells into events for its {@link Journal}. Owned by the room's queue. */
final class RoomChronicle implements Chronicle {
  private final Journal journal;
  private final Map<String, Long> liveSinceMs = new HashMap<>();
  private final Map<Heard, Long> subscribedAtMs = new HashMap<>();
  private String sessionId = "";
  private long startedAtMs;
  private int members;
  private int participants;

  /** One viewer of one publication. */
  private record Heard(String viewerSid, String publicationSid) {}

  RoomChronicle(Journal journal) {
    this.journal = journal;
  }

  @Override
  public boolean open() {
    return journal.open();
  }

  @Override
  public void onJoined(Room room, Participant who) {
    if (members == 0 && !room.sessionId().equals(sessionId)) {
      sessionId = room.sessionId();
      startedAtMs = journal.nowMs();
      add(new Happening.RoomStarted(Standing.mode(room), Standing.media(room), EventWords.metadata(room.metadata())));
    }
    members++;
    participants += Standing.counts(who) ? 1 : 0;
    addOf(who, new Happening.ParticipantJoined(EventWords.member(who), participants));
  }

  @Override
  public void onLeft(Participant who, LeaveReason reason) {
    members--;
    participants -= Standing.counts(who) ? 1 : 0;
    subscribedAtMs.keySet().removeIf(heard -> heard.viewerSid().equals(who.sid()));
    addOf(who, new Happening.ParticipantLeft(
        EventWords.member(who), EventWords.departure(reason), journal.nowMs() - who.joinedAtMs(), participants));
    if (members == 0 && reason != LeaveReason.REPLACED) {
      add(new Happening.RoomFinished(EventWords.end(reason), journal.nowMs() - startedAtMs));
    }
  }

  @Override
  public void onPermitted(Participant who, Permissions before) {
    Role from = Standing.role(before);
    if (from != Standing.role(who.permissions())) {
      add(new Happening.RoleChanged(EventWords.member(who), from));
    }
  }

  @Override
  public void onProfile(Participant who, Profile before) {
    AttributesChanged change = EventWords.attributes(who.userId(), before.attributes(), who.profile().attributes());
    if (change != null) {
      addOf(who, change);
    }
  }

  @Override
  public void onLive(Publication publication) {
    liveSinceMs.put(publication.sid(), journal.nowMs());
    add(new Happening.Published(EventWords.member(publication.owner()), EventWords.track(publication)));
  }

  @Override
  public void onUnpublished(Publication publication) {
    liveSinceMs.remove(publication.sid());
    subscribedAtMs.keySet().removeIf(heard -> heard.publicationSid().equals(publication.sid()));
    add(new Happening.Unpublished(EventWords.member(publication.owner()), EventWords.track(publication)));
  }

  @Override
  public void onMuted(Publication publication) {
    add(new Happening.MuteChanged(EventWords.member(publication.owner()), EventWords.track(publication)));
  }

  @Override
  public void onSubscribed(Participant viewer, Publication publication) {
    subscribedAtMs.put(new Heard(viewer.sid(), publication.sid()), journal.nowMs());
  }

  /** The media plane received a publication's first packet. */
  void onFirstMedia(Room room, PublicationId id) {
    Publication publication = publication(room, id);
    Long sinceMs = publication == null ? null : liveSinceMs.get(publication.sid());
    if (publication != null && sinceMs != null && publication.id().equals(id)) {
      add(new Happening.FirstMediaPublished(
          EventWords.member(publication.owner()), EventWords.track(publication), journal.nowMs() - sinceMs));
    }
  }

  /** The media plane sent somebody a publication's first packet. Who only watches one stream has wanted it since it came. */
  void onFirstForwarded(Room room, PeerId peer, PublicationId id) {
    Participant viewer = room.members().stream().filter(member -> member.peers().contains(peer)).findFirst().orElse(null);
    Publication publication = publication(room, id);
    if (viewer == null || publication == null) {
      return;
    }
    Long sinceMs = subscribedAtMs.remove(new Heard(viewer.sid(), publication.sid()));
    if (sinceMs == null && viewer.presence() == Presence.VIEWER) {
      sinceMs = viewer.joinedAtMs();
    }
    if (sinceMs != null) {
      addOf(viewer, new Happening.FirstMediaReceived(
          viewer.userId(), publication.owner().userId(), publication.id().value(), journal.nowMs() - sinceMs));
    }
  }

  private static @Nullable Publication publication(Room room, PublicationId id) {
    return room.members().stream().flatMap(member -> member.publications().stream())
        .filter(publication -> publication.id().equals(id) || publication.backupId().equals(id)).findFirst().orElse(null);
  }

  private void addOf(Participant who, Happening happening) {
    if (Standing.isTold(who)) {
      add(happening);
    }
  }

  private void add(Happening happening) {
    journal.add(sessionId, happening);
  }
}
