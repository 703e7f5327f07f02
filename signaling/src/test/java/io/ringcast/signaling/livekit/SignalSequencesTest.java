package io.ringcast.signaling.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.RoomWish;
import io.ringcast.identity.RoomWish.Media;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.identity.TokenResult.Accepted;
import io.ringcast.identity.TokenVerifier;
import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.FakeSfu.FakePeer;
import io.ringcast.signaling.support.FakeSfu.FakeRoom;
import io.ringcast.signaling.support.FakeSfu.FakeSubscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SimulateScenario;
import livekit.LivekitRtc.SimulcastCodec;
import livekit.LivekitRtc.SubscriptionPermission;
import livekit.LivekitRtc.SyncState;
import livekit.LivekitRtc.TrackPermission;
import livekit.LivekitRtc.TrackPublishedResponse;
import livekit.LivekitRtc.TrickleRequest;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import livekit.LivekitRtc.UpdateSubscription;
import livekit.LivekitRtc.UpdateTrackSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients of two apps that say what they should and what they should not, in any order, while administrators, the media plane and time
 * interfere. After each step: whoever is connected believes what is true of its room, and of its room only; nobody is sent what it may
 * not have; and once all are gone nothing is left.
 */
class SignalSequencesTest {
  private static final int STEPS = 150;
  private static final int STEPS_SHOWN = 40;
  /** App b has live rooms, mostly. */
  private static final List<RoomWish> LIVE_WISHES = List.of(
      RoomWish.NONE, new RoomWish(Role.HOST, null, null), new RoomWish(Role.AUDIENCE, null, null), new RoomWish(null, null, Media.AUDIO));
  private static final RoomKey[] KEYS = {new RoomKey("a", "r1"), new RoomKey("a", "r2"), new RoomKey("b", "r1")};
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for everybody");
  private static final TokenVerifier VERIFIER = new TokenVerifier(new Apps(List.of(new App("a", List.of(PAIR)))));
  private static final Grant[] SOMETIMES = {
    Grant.CAN_PUBLISH, Grant.CAN_SUBSCRIBE, Grant.HIDDEN, Grant.CAN_UPDATE_OWN_METADATA, Grant.RECORDER
  };
  private static final String GARBAGE = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:\r\n";

  @Test
  void whateverIsSaidTheRoomStaysTrue() {
    run(1, 300);
  }

  @Test
  @Tag("long")
  void whateverIsSaidTheRoomStaysTrueInThousands() {
    run(10_000, 20_000);
  }

  private static void run(int first, int count) {
    Map<String, Integer> messages = new TreeMap<>();
    for (int seed = first; seed < first + count; seed++) {
      World world = new World(seed, messages);
      try {
        for (int i = 0; i < STEPS; i++) {
          world.step();
        }
        world.end();
      } catch (AssertionError | RuntimeException e) {
        List<String> last = world.steps.subList(Math.max(0, world.steps.size() - STEPS_SHOWN), world.steps.size());
        throw new AssertionError("seed " + seed + ": " + String.join("\n  ", last), e);
      }
    }
    System.out.println("signal sequences: " + messages);
  }

  private static final class World {
    private final FakeSfu sfu = new FakeSfu();
    private final FakeAlarm alarm = new FakeAlarm();
    private final Random dice;
    private final Rooms rooms;
    private final SignalSessions sessions;
    private final List<SignalClient> clients = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final Map<String, Integer> messages;
    private int tracks;

    World(int seed, Map<String, Integer> messages) {
      dice = new Random(seed);
      this.messages = messages;
      rooms = new Rooms(sfu, Runnable::run, alarm, new Random(seed), RoomLimits.DEFAULT);
      sessions = new SignalSessions(rooms, new JoinAnswers(List.of()), new Random(seed));
    }

    private void did(String what) {
      steps.add(steps.size() + " " + what);
      int end = what.indexOf(' ');
      messages.merge(end < 0 ? what : what.substring(0, end), 1, Integer::sum);
    }

    void step() {
      int choice = dice.nextInt(100);
      if (clients.isEmpty() || choice < 8) {
        join();
      } else if (choice < 12) {
        lose();
      } else if (choice < 17) {
        resume();
      } else if (choice < 21) {
        administer();
      } else if (choice < 26) {
        media();
      } else if (choice < 29) {
        int ms = dice.nextInt(1 << dice.nextInt(16));
        did("time " + ms + " ms");
        alarm.advance(ms);
      } else {
        request();
      }
      check();
    }

    private void join() {
      RoomKey key = KEYS[dice.nextInt(KEYS.length)];
      RoomToken token = RoomToken.joining("u" + dice.nextInt(5), key.roomId(), Instant.MAX);
      for (Grant grant : SOMETIMES) {
        if (dice.nextInt(5) == 0) {
          token = token.allows(grant) ? token.without(grant) : token.with(grant);
        }
      }
      if (key.appId().equals("b")) {
        token = token.with(LIVE_WISHES.get(dice.nextInt(LIVE_WISHES.size())));
      }
      SignalClient client = new SignalClient(key, token, dice.nextBoolean(), dice.nextInt(3) == 0);
      SignalClient.Line line = client.new Line();
      client.line = line;
      JoinWish wish = new JoinWish(client.singlePeer, false, "", dice.nextInt(4) > 0, 16, null, List.of(), null);
      did("join of " + token.userId() + " in " + key + (client.singlePeer ? " by one peer " : " by two peers ") + token.grants()
          + token.wish());
      int before = peers(key).size();
      try {
        client.session = sessions.enter(new SignalSessions.Guest(key, token, "10.0.0." + dice.nextInt(9), PAIR), wish, line);
        claim(client, before);
        clients.add(client);
      } catch (RoomRefusedException e) {
        did("refused: " + e.refusal());
      }
    }

    private List<FakePeer> peers(RoomKey key) {
      return sfu.rooms.stream().filter(room -> !room.closed && room.key().equals(key)).findFirst()
          .map(room -> room.peers).orElse(List.of());
    }

    /** What was connected meanwhile is the client's. */
    private void claim(SignalClient client, int before) {
      List<FakePeer> now = peers(client.key);
      client.peers.addAll(now.subList(Math.min(before, now.size()), now.size()));
    }

    private SignalClient any() {
      return clients.get(dice.nextInt(clients.size()));
    }

    private void lose() {
      SignalClient client = any();
      did("connection of " + client.token.userId() + " lost");
      SignalClient.Line line = client.line;
      if (client.session != null && line != null) {
        client.session.onDisconnected(line);
        client.line = null;
      }
    }

    private void resume() {
      SignalClient client = any();
      boolean stranger = dice.nextInt(4) == 0;
      SignalClient by = stranger ? any() : client;
      did(by.token.userId() + " resumes as " + client.token.userId());
      SignalSessions.Guest guest = new SignalSessions.Guest(by.key, by.token, "10.0.0.1", PAIR);
      boolean same = by.token.userId().equals(client.token.userId()) && by.key.equals(client.key);
      SignalClient.Line line = client.new Line();
      SignalClient.Line before = client.line;
      boolean wasOver = client.over;
      client.line = line;
      SyncState state = (same && dice.nextBoolean()) ? state(client) : null;
      JoinWish wish = new JoinWish(client.singlePeer, true, client.sid, true, 16, null, List.of(), state);
      boolean wasSynced = client.synced;
      client.synced = state != null;
      try {
        SignalSession found = sessions.enter(guest, wish, line);
        assertThat(found == null || same).as("a stay is taken up by its owner alone").isTrue();
        if (found == null && !same) {
          client.line = before;
          client.over = wasOver;
          client.synced = wasSynced;
        }
      } catch (RoomRefusedException e) {
        throw new AssertionError("a return is not refused", e);
      }
    }

    private SyncState state(SignalClient client) {
      SyncState.Builder state = SyncState.newBuilder();
      // Some of what it was told was lost with the connection.
      client.own.values().removeIf(track -> dice.nextInt(4) == 0);
      client.own.values().forEach(track -> state.addPublishTracks(TrackPublishedResponse.newBuilder().setTrack(track)));
      return state.build();
    }

    private void administer() {
      RoomKey key = KEYS[dice.nextInt(KEYS.length)];
      RoomHost host = rooms.find(key).orElse(null);
      if (host == null || host.room().members().isEmpty()) {
        return;
      }
      Room room = host.room();
      List<Participant> members = List.copyOf(room.members());
      Participant who = members.get(dice.nextInt(members.size()));
      int choice = dice.nextInt(20);
      did("administrator: " + choice + " for " + who.userId() + " in " + key);
      host.tell(() -> {
        switch (choice) {
          case 0 -> room.end(LeaveReason.ROOM_DELETED);
          case 1, 2 -> room.leave(who, LeaveReason.REMOVED, host.nowMs());
          case 3, 4, 5, 6 -> who.publications().stream().findAny().ifPresent(track -> room.mute(track, true, false));
          default -> permit(host, who);
        }
      });
    }

    private void permit(RoomHost host, Participant who) {
      Permissions next = new Permissions(
          dice.nextInt(4) > 0, dice.nextInt(4) > 0, true, Set.of(), dice.nextBoolean(), dice.nextInt(4) == 0, false);
      try {
        host.room().permit(who, next, host.nowMs());
      } catch (RoomRefusedException e) {
        assertThat(e.refusal()).isIn(RoomRefusal.TOO_MANY_ROLE_CHANGES, RoomRefusal.ROOM_FULL_OF_HOSTS);
      }
    }

    private void media() {
      SignalClient client = any();
      RoomHost host = rooms.find(client.key).orElse(null);
      if (host == null || client.peers.isEmpty()) {
        return;
      }
      FakeRoom fake = sfu.rooms.stream().filter(room -> !room.closed && room.key().equals(client.key)).findFirst().orElseThrow();
      FakePeer peer = client.peers.get(dice.nextInt(client.peers.size()));
      int choice = dice.nextInt(10);
      did("media: " + choice + " of " + client.token.userId());
      if (choice == 0) {
        fake.lose(peer, CloseReason.CONSENT_EXPIRED);
      } else if (choice < 7) {
        fake.emit(new MediaEvent.PeerConnected(peer.id()));
      } else {
        fake.emit(new MediaEvent.ActiveSpeakers(host.room().members().stream().flatMap(member -> member.publications().stream())
            .filter(Publication::live).limit(3).map(one -> new MediaEvent.Speaker(one.id(), 40 + dice.nextInt(80))).toList()));
      }
    }

    private void request() {
      SignalClient client = any();
      SignalSession session = client.session;
      SignalClient.Line line = client.line;
      if (session == null) {
        return;
      }
      SignalRequest request = request(client);
      did(request.getMessageCase() + " of " + client.token.userId());
      int before = peers(client.key).size();
      Outlet from = line == null || dice.nextInt(20) == 0 ? client.new Line() : line;
      session.home().ask(() -> {
        session.onRequest(request, from);
        return true;
      }).join();
      if (request.hasSyncState()) {
        client.synced = from.equals(line);
      }
      claim(client, before);
    }

    private SignalRequest request(SignalClient client) {
      SignalRequest.Builder request = SignalRequest.newBuilder();
      SignalRequest.Builder said = switch (dice.nextInt(16)) {
        case 0, 1 -> request.setAddTrack(track(client));
        case 2, 3, 4 -> request.setOffer(description(client.hasSections() && dice.nextInt(12) > 0 ? client.offer() : GARBAGE, 0));
        case 5 -> request.setAnswer(description(client.answer(), client.offered == null ? dice.nextInt(3) : client.offered.getId()));
        case 6 -> request.setMute(MuteTrackRequest.newBuilder().setSid(anyTrack(client)).setMuted(dice.nextBoolean()));
        case 7, 8 -> request.setSubscription(
            UpdateSubscription.newBuilder().addTrackSids(anyTrack(client)).addTrackSids(anyTrack(client)).setSubscribe(dice.nextBoolean()));
        case 9 -> request.setTrackSetting(UpdateTrackSettings.newBuilder().addTrackSids(anyTrack(client)).setDisabled(dice.nextBoolean())
            .setQuality(VideoQuality.forNumber(dice.nextInt(3))).setWidth(dice.nextInt(3) * 300).setHeight(dice.nextInt(3) * 200));
        case 10 -> request.setSubscriptionPermission(SubscriptionPermission.newBuilder().setAllParticipants(dice.nextBoolean())
            .addTrackPermissions(TrackPermission.newBuilder().setParticipantIdentity("u" + dice.nextInt(5))
                .setAllTracks(dice.nextBoolean()).addTrackSids(anyTrack(client))));
        case 11 -> request.setSyncState(state(client));
        case 12 -> request.setUpdateMetadata(UpdateParticipantMetadata.newBuilder().setName("n".repeat(dice.nextInt(300)))
            .setMetadata("m".repeat(1 << dice.nextInt(18))).putAttributes("k" + dice.nextInt(100), "v"));
        case 13 -> dice.nextBoolean() ? request.setPing(dice.nextLong()) : request.setPingReq(Ping.getDefaultInstance());
        case 14 -> dice.nextInt(4) == 0 ? request.setLeave(LeaveRequest.getDefaultInstance()) : request.setTrickle(
            TrickleRequest.newBuilder().setCandidateInit("{"));
        default -> dice.nextBoolean() ? request : request.setSimulate(SimulateScenario.newBuilder().setServerLeave(true));
      };
      return said.build();
    }

    private AddTrackRequest track(SignalClient client) {
      if (!client.backups.isEmpty() && dice.nextInt(3) > 0) {
        client.sends(false);
        return AddTrackRequest.newBuilder().setCid("cid" + tracks++).setType(TrackType.VIDEO).setSid(client.backups.removeFirst())
            .addSimulcastCodecs(SimulcastCodec.newBuilder().setCodec("vp8")).build();
      }
      boolean audio = dice.nextBoolean();
      boolean legal = dice.nextInt(5) > 0;
      if (legal) {
        client.sends(audio);
      }
      AddTrackRequest.Builder track = AddTrackRequest.newBuilder()
          .setCid(legal ? "cid" + tracks++ : "")
          .setType(audio ? TrackType.AUDIO : TrackType.VIDEO)
          .setSource(audio ? TrackSource.MICROPHONE : TrackSource.forNumber(1 + dice.nextInt(4)))
          .setMuted(dice.nextInt(4) == 0);
      if (!audio && dice.nextInt(3) == 0) {
        track.addSimulcastCodecs(SimulcastCodec.newBuilder().setCodec("vp9").setCid(track.getCid()));
        track.addSimulcastCodecs(SimulcastCodec.newBuilder().setCodec("vp8"));
      }
      return dice.nextInt(12) == 0 ? track.setTypeValue(dice.nextInt(9)).setNameBytes(ByteString.copyFromUtf8("x")).build() : track.build();
    }

    private static SessionDescription description(String sdp, int id) {
      return SessionDescription.newBuilder().setType("offer").setSdp(sdp).setId(id).build();
    }

    /** A track of anybody, often of another room, or of nobody. */
    private String anyTrack(SignalClient client) {
      List<String> sids = new ArrayList<>(client.own.keySet());
      clients.forEach(other -> other.own.keySet().stream().sorted().forEach(sids::add));
      return sids.isEmpty() || dice.nextInt(10) == 0 ? "TR_none" : sids.get(dice.nextInt(sids.size()));
    }

    private void check() {
      for (SignalClient client : clients) {
        if (client.connected()) {
          believes(client);
        }
        receives(client);
      }
    }

    /** What it was told adds up to what is. */
    private void believes(SignalClient client) {
      Room room = rooms.find(client.key).orElseThrow().room();
      Participant self = room.user(client.token.userId());
      assertThat(self).as("a connected client is in its room").isNotNull();
      assertThat(self.sid()).isEqualTo(client.sid);
      Set<String> expected = new TreeSet<>();
      room.others(self).forEach(other -> expected.add(line(Infos.participant(other))));
      expected.add(line(Infos.participant(self)));
      Set<String> believed = new TreeSet<>();
      client.known.values().forEach(info -> believed.add(line(info)));
      assertThat(believed).as("what %s knows", client.token.userId()).isEqualTo(expected);
      comesBackWith(client, self);
      if (!client.synced) {
        return;
      }
      assertThat(client.own.keySet()).as("what %s publishes", client.token.userId())
          .isEqualTo(self.publications().stream().map(Publication::sid).collect(Collectors.toSet()));
    }

    /** Its last token lets it in again, to do what it may do now. */
    private void comesBackWith(SignalClient client, Participant self) {
      assertThat(VERIFIER.verify(client.nextToken, Instant.ofEpochMilli(alarm.nowMs())))
          .as("the next token of %s", client.token.userId())
          .isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.token().userId()).isEqualTo(client.token.userId());
            assertThat(accepted.token().roomId()).isEqualTo(client.key.roomId());
            assertThat(Permits.of(accepted.token())).isEqualTo(self.permissions());
          });
    }

    private static String line(ParticipantInfo info) {
      return info.getIdentity() + " " + info.getSid() + " " + info.getState() + " " + info.getName() + " " + info.getMetadata().length()
          + " " + info.getAttributesMap() + " " + info.getPermission().getHidden() + info.getPermission().getCanPublish()
          + info.getTracksList().stream().map(World::line).sorted().toList();
    }

    private static String line(TrackInfo track) {
      return track.getSid() + (track.getMuted() ? " muted" : "");
    }

    /** What is forwarded to it is live, and of somebody whom it may know and receive. */
    private void receives(SignalClient client) {
      for (FakePeer peer : client.peers) {
        for (FakeSubscription subscription : peer.subscribed) {
          if (!subscription.closed && peer.closed == null) {
            mayHave(client, subscription);
          }
        }
      }
    }

    private void mayHave(SignalClient client, FakeSubscription subscription) {
      Room room = rooms.find(client.key).orElseThrow().room();
      Participant viewer = room.members().stream().filter(member -> member.sid().equals(client.sid)).findFirst().orElse(null);
      assertThat(viewer).as("who receives is in the room").isNotNull();
      assertThat(viewer.permissions().subscribe()).as("who receives may subscribe").isTrue();
      Publication publication = room.members().stream().flatMap(member -> member.publications().stream())
          .filter(one -> one.id().equals(subscription.publication()) || one.backupId().equals(subscription.publication()))
          .findFirst().orElse(null);
      assertThat(publication).as("what is received is published").isNotNull();
      boolean backup = publication.backupId().equals(subscription.publication());
      PublicationSpec spec = backup ? publication.backup() : publication.spec();
      assertThat(spec).as("what is received is live").isNotNull();
      assertThat(publication.owner().visible()).as("its owner may be known").isTrue();
      assertThat(publication.owner()).isNotSameAs(viewer);
    }

    /** All leave, by whatever way; the rooms wait for others and end. */
    void end() {
      did("end");
      for (SignalClient client : clients) {
        SignalClient.Line line = client.line;
        if (client.session != null && line != null) {
          client.session.onDisconnected(line);
        }
      }
      alarm.advance(SignalSession.RESUME_WINDOW_MS + 1);
      alarm.advance(400_000);
      Set<RoomKey> open = new HashSet<>();
      for (RoomKey key : KEYS) {
        rooms.find(key).ifPresent(host -> open.add(host.key()));
      }
      assertThat(open).as("rooms that nobody is in").isEmpty();
      assertThat(rooms.pending().size()).as("places held").isZero();
      assertThat(sfu.rooms).allMatch(room -> room.closed);
      assertThat(sfu.rooms.stream().flatMap(room -> room.peers.stream())).as("peers").allMatch(peer -> peer.closed != null);
    }
  }
}
