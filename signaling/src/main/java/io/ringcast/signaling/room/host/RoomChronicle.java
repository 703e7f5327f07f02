package io.ringcast.signaling.room.host;

import io.ringcast.events.Happening;
import io.ringcast.events.Happening.AttributesChanged;
import io.ringcast.events.Happening.Role;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Chronicle;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.link.LinkView;
import io.ringcast.signaling.room.stage.Invitation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what one room tells into events for its {@link Journal}. Owned by the room's queue. */
final class RoomChronicle implements Chronicle {
  private final RoomKey key;
  private final Journal journal;
  private final Attendance attendance;
  private final Addresses addresses;
  private final Map<PublicationId, Live> live = new HashMap<>();
  /** By the viewer's sid, then the publication's: what has not sent its first packet. */
  private final Map<String, Map<String, Long>> subscribedAtMs = new HashMap<>();
  private final Map<PeerId, Participant> owners = new HashMap<>();
  private String sessionId = "";
  private String shownIn = "";
  private boolean premiere;
  private long startedAtMs;
  private int members;
  private int participants;

  private record Live(Publication publication, long sinceMs) {}

  RoomChronicle(RoomKey key, Journal journal, Attendance attendance, Addresses addresses) {
    this.key = key;
    this.journal = journal;
    this.attendance = attendance;
    this.addresses = addresses;
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
    if (who.presence() == Presence.USER) {
      attendance.joined(key, who.userId());
    }
  }

  @Override
  public void onLetIn(Participant who) {
    participants++;
    addOf(who, new Happening.ParticipantJoined(EventWords.member(who), participants));
    attendance.joined(key, who.userId());
  }

  @Override
  public void onLeft(Participant who, LeaveReason reason) {
    members--;
    participants -= Standing.counts(who) ? 1 : 0;
    subscribedAtMs.remove(who.sid());
    addOf(who, new Happening.ParticipantLeft(
        EventWords.member(who), EventWords.departure(reason), journal.nowMs() - who.joinedAtMs(), participants));
    if (who.presence() == Presence.USER && reason != LeaveReason.REPLACED) {
      attendance.left(key, who.userId());
    }
    if (members == 0 && reason != LeaveReason.REPLACED) {
      add(new Happening.RoomFinished(EventWords.end(reason), journal.nowMs() - startedAtMs));
    }
  }

  @Override
  public void onPermitted(Participant who, Permissions before) {
    Role from = Standing.role(who, before);
    if (from != Standing.role(who)) {
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
  public void onInvited(Invitation invitation) {
    addWithin(EventWords.invited(invitation));
  }

  @Override
  public void onInvitationEnded(Invitation invitation, Invitation.Outcome outcome) {
    addWithin(EventWords.invitationEnded(invitation, outcome));
  }

  @Override
  public void onLink(LinkView link, LinkView.Step step) {
    Happening happening = EventWords.link(link, step, journal.nowMs());
    if (happening != null) {
      addWithin(happening);
    }
  }

  @Override
  public void onLive(Publication publication) {
    Live now = new Live(publication, journal.nowMs());
    live.put(publication.id(), now);
    live.put(publication.backupId(), now);
    add(new Happening.Published(EventWords.member(publication.owner()), EventWords.track(publication),
        addresses.ofStream(key, publication.streamId())));
    premiere |= !sessionId.equals(shownIn);
    shownIn = sessionId;
  }

  @Override
  public void onUnpublished(Publication publication) {
    live.remove(publication.id());
    live.remove(publication.backupId());
    subscribedAtMs.values().forEach(publications -> publications.remove(publication.sid()));
    add(new Happening.Unpublished(EventWords.member(publication.owner()), EventWords.track(publication)));
  }

  @Override
  public void onMuted(Publication publication) {
    add(new Happening.MuteChanged(EventWords.member(publication.owner()), EventWords.track(publication)));
  }

  @Override
  public void onSubscribed(Participant viewer, Publication publication) {
    if (Standing.isTold(viewer)) {
      subscribedAtMs.computeIfAbsent(viewer.sid(), first -> new HashMap<>()).put(publication.sid(), journal.nowMs());
    }
  }

  /** Whether something has been published for the first time in this session since it was asked last. */
  boolean takePremiere() {
    boolean taken = premiere;
    premiere = false;
    return taken;
  }

  /** Something happened in the session that is none of the room's own doing. */
  void note(Happening happening) {
    addWithin(happening);
  }

  /** The media plane received a publication's first packet. */
  void onFirstMedia(PublicationId id) {
    Live found = live.get(id);
    if (found != null && found.publication().id().equals(id)) {
      Publication publication = found.publication();
      add(new Happening.FirstMediaPublished(
          EventWords.member(publication.owner()), EventWords.track(publication), journal.nowMs() - found.sinceMs()));
      attendance.heard(key, publication.owner().userId());
    }
  }

  /** The media plane sent somebody a publication's first packet. Who only watches one stream has wanted it since it came. */
  void onFirstForwarded(Room room, PeerId peer, PublicationId id) {
    Participant viewer = owner(room, peer);
    Live found = live.get(id);
    if (viewer == null || found == null) {
      return;
    }
    Publication publication = found.publication();
    Map<String, Long> waiting = subscribedAtMs.get(viewer.sid());
    Long sinceMs = waiting == null ? null : waiting.remove(publication.sid());
    if (sinceMs == null && viewer.presence() == Presence.VIEWER) {
      sinceMs = viewer.joinedAtMs();
    }
    if (sinceMs != null) {
      addOf(viewer, new Happening.FirstMediaReceived(
          viewer.userId(), publication.owner().userId(), publication.id().value(), journal.nowMs() - sinceMs));
    }
  }

  /** Whose peer it is: members connect in their own time, so that all are looked through when one is not known. */
  private @Nullable Participant owner(Room room, PeerId peer) {
    if (!owners.containsKey(peer)) {
      owners.clear();
      room.members().forEach(member -> member.peers().forEach(own -> owners.put(own, member)));
    }
    return owners.get(peer);
  }

  private void addOf(Participant who, Happening happening) {
    if (Standing.isTold(who)) {
      add(happening);
    }
  }

  /** What ends with the session needs not be told after it. */
  private void addWithin(Happening happening) {
    if (members > 0) {
      add(happening);
    }
  }

  private void add(Happening happening) {
    journal.add(sessionId, happening);
  }
}
