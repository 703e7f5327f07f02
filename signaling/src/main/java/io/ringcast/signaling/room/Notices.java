package io.ringcast.signaling.room;

import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.signaling.room.Seat.Speaking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the members of one room what each of them may know of the others. */
final class Notices {
  private final Members members;
  private final SpeakerBoard speakers = new SpeakerBoard();

  Notices(Members members) {
    this.members = members;
  }

  /** A participant, or what it publishes, is not what it was. */
  void changed(Participant who) {
    who.changed();
    tell(who, null);
  }

  void joined(Participant who) {
    tell(who, who);
  }

  void left(Participant who) {
    speakers.forget(who);
    changed(who);
  }

  /** A participant can be seen no longer. */
  void hidden(Participant who) {
    speakers.forget(who);
    who.changed();
    members.all().stream().filter(viewer -> viewer != who).forEach(viewer -> viewer.seat().onHidden(who));
  }

  /** The room itself is not what it was. */
  void room(Room room) {
    members.all().forEach(member -> member.seat().onRoom(room));
  }

  private void tell(Participant about, @Nullable Participant except) {
    if (about.visible()) {
      members.all().stream().filter(viewer -> viewer != except).forEach(viewer -> viewer.seat().onParticipant(about));
    } else if (about != except && members.contains(about)) {
      about.seat().onParticipant(about);
    }
  }

  /** Who speaks now, loudest first. */
  List<Speaking> speaking() {
    return speakers.current();
  }

  /** What the media plane hears. */
  void speakers(List<Speaker> loudestFirst) {
    speakers.hears(loudestFirst);
    tellSpeakers();
  }

  /** How loud somebody is who is heard in another room. */
  void heard(Participant forwarded, int level) {
    if (speakers.hears(forwarded, level)) {
      tellSpeakers();
    }
  }

  private void tellSpeakers() {
    List<Speaking> changes = speakers.changes(members.visible()).stream().filter(change -> change.who().visible()).toList();
    if (!changes.isEmpty()) {
      members.all().forEach(viewer -> viewer.seat().onSpeakers(changes));
    }
  }

  /** A participant's media flows from now on: its link is told, and it is told of others'. */
  void active(Participant who) {
    quality(List.of(who));
    who.seat().onQuality(members.others(who).stream().filter(other -> other.state() == ParticipantState.ACTIVE).toList());
  }

  /** What the media plane measured of everybody's links. */
  void measured(RoomReport report) {
    Map<PeerId, PeerReport> peers = report.peers().stream().collect(Collectors.toMap(PeerReport::peer, peer -> peer));
    Map<PublicationId, PublicationReport> published = report.peers().stream().flatMap(peer -> peer.publications().stream())
        .collect(Collectors.toMap(PublicationReport::publication, publication -> publication, (first, second) -> second));
    List<Participant> changed = new ArrayList<>();
    for (Participant member : members.all()) {
      if (member.presence() == Presence.FORWARDED || member.presence() == Presence.MIX) {
        continue;
      }
      List<PeerReport> own = member.media().peers().stream().map(peers::get).filter(Objects::nonNull).toList();
      if (member.link().take(own, member.publications(), published) && member.state() == ParticipantState.ACTIVE) {
        changed.add(member);
      }
    }
    quality(changed);
  }

  /** How well somebody is connected who is connected to another room. */
  void linked(Participant forwarded, double score) {
    if (forwarded.link().follow(score)) {
      quality(List.of(forwarded));
    }
  }

  /** Everybody hears of those who can be seen, and each of itself. */
  private void quality(List<Participant> changed) {
    List<Participant> seen = changed.stream().filter(Participant::visible).toList();
    if (!seen.isEmpty()) {
      members.all().forEach(viewer -> viewer.seat().onQuality(seen));
    }
    changed.stream().filter(one -> !one.visible()).forEach(one -> one.seat().onQuality(List.of(one)));
  }
}
