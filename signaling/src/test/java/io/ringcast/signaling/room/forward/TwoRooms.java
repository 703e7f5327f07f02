package io.ringcast.signaling.room.forward;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Offers;
import io.ringcast.signaling.support.RecordingMedia;
import io.ringcast.signaling.support.RecordingSeat;
import io.ringcast.signaling.support.Turns;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** Rooms of one app on a media plane that remembers, with users in them. */
final class TwoRooms {
  static final RoomKey HERE = new RoomKey("app", "here");
  static final RoomKey THERE = new RoomKey("app", "there");
  static final Permissions ALL = new Permissions(true, true, true, Set.of(), true, false, false);

  final Turns turns;
  final FakeSfu sfu = new FakeSfu();
  final FakeAlarm alarm = new FakeAlarm();
  final Rooms rooms;
  final Forwards forwards;

  TwoRooms(long seed) {
    turns = new Turns(seed);
    rooms = new Rooms(sfu, turns, alarm, new Random(seed), RoomLimits.DEFAULT);
    forwards = new Forwards(rooms);
  }

  /** A user with what it hears, receives and sends over. */
  record User(RoomHost host, Participant who, RecordingSeat seat, RecordingMedia media, Peer peer) {
    Publication publish(MediaKind kind) {
      try {
        Publication publication = host.room().announce(who, TrackDetails.plain(kind), false, host.nowMs());
        PublicationSpec spec = PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), publication.streamId())
            .publications().stream().filter(one -> one.kind() == kind).findFirst().orElseThrow()
            .named(publication.id(), publication.streamId());
        peer.publish(spec);
        host.room().live(publication, spec);
        return publication;
      } catch (RoomRefusedException | SdpException e) {
        throw new AssertionError(e);
      }
    }

    List<String> heard() {
      List<String> all = List.copyOf(seat.heard);
      seat.heard.clear();
      return all;
    }
  }

  User join(RoomKey key, String userId) throws RoomRefusedException {
    return join(key, userId, ALL);
  }

  User join(RoomKey key, String userId, Permissions permissions) throws RoomRefusedException {
    RecordingSeat seat = new RecordingSeat();
    RecordingMedia media = new RecordingMedia();
    return rooms.enter(key, RoomSettings.DEFAULT, (host, room) -> {
      Participant who = room.join(
          new JoinRequest(userId, Presence.USER, permissions, new Profile(userId, "", Map.of()), true, seat, media), host.nowMs());
      Peer peer = host.media().connect();
      return new User(host, who, seat, media, peer);
    });
  }

  /** The user's data channels are open. */
  void reach(User user) {
    user.host().tell(() -> user.host().room().data().reach(user.who(), alarm.nowMs()));
  }

  RoomHost host(RoomKey key) {
    return rooms.find(key).orElseThrow();
  }

  FakeSfu.FakeRoom media(RoomKey key) {
    return (FakeSfu.FakeRoom) host(key).media();
  }

  /** The user as a room knows it. */
  Participant user(RoomKey key, String userId) {
    return Objects.requireNonNull(host(key).room().user(userId), userId);
  }

  /** What the rooms say of a forwarding that is not whole; empty when all is well. */
  String faults(RoomKey source, RoomKey destination) {
    long ends = rooms.find(source).map(host -> forwarders(host, Presence.FORWARDER)).orElse(0L);
    long shown = rooms.find(destination).map(host -> forwarders(host, Presence.FORWARDED)).orElse(0L);
    int loans = rooms.find(destination).map(host -> ((FakeSfu.FakeRoom) host.media()).borrowed.size()).orElse(0);
    long tracks = rooms.find(destination).map(host -> host.room().members().stream()
        .filter(one -> one.presence() == Presence.FORWARDED).mapToLong(one -> one.publications().size()).sum()).orElse(0L);
    return ends == shown && loans == tracks ? "" : ends + " ends, " + shown + " shown, " + loans + " loans, " + tracks + " tracks";
  }

  private static long forwarders(RoomHost host, Presence presence) {
    return host.room().members().stream().filter(member -> member.presence() == presence).count();
  }
}
