package io.ringcast.signaling.room.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.events.EventLog;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Actor;
import io.ringcast.signaling.room.Gazette.Issue;
import io.ringcast.signaling.room.Gazette.Notice;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.News;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.RoleChange;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.forward.Links.End;
import io.ringcast.signaling.room.host.Addresses;
import io.ringcast.signaling.room.host.Attendance;
import io.ringcast.signaling.room.host.Outlets;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.room.host.UserRules;
import io.ringcast.signaling.room.link.Link.Wish;
import io.ringcast.signaling.room.link.LinkView;
import io.ringcast.signaling.room.link.LinkView.State;
import io.ringcast.signaling.room.stage.Hand;
import io.ringcast.signaling.room.stage.Invitation;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Offers;
import io.ringcast.signaling.support.RecordingMedia;
import io.ringcast.signaling.support.RecordingSeat;
import io.ringcast.signaling.support.Turns;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Live rooms of two apps of the same names, whose users come and go, ask each other onto stages and for links, all by one seed, while the
 * rooms' queues and the links' take turns in any order. Whenever everything has come to rest it is looked at: every link has two living
 * ends, every forwarded participant a link and a living source, every forwarded publication a live one behind it; hands and invitations
 * are of those who are there. A seed that fails is printed and fails again: {@code -Dlinks.seed=N}.
 */
class LinkSimulationTest {
  private static final int STEPS = 150;
  private static final int STEPS_SHOWN = 40;
  private static final int USERS = 6;
  private static final String[] APPS = {"a", "b"};
  private static final String[] ROOMS = {"r1", "r2", "r3"};
  private static final LeaveReason[] KILLS = {LeaveReason.LEFT, LeaveReason.REMOVED, LeaveReason.MEDIA_LOST, LeaveReason.SIGNAL_LOST};
  private static final RoomLimits LIMITS = RoomLimits.DEFAULT.with(new RoomLimits.Hosts(4, 4));
  private static final Map<MediaKind, PublicationSpec> SPECS = specs();

  @Test
  void linksStayTrueWhateverHappens() {
    Integer one = Integer.getInteger("links.seed");
    run(one == null ? 1 : one, one == null ? 200 : 1);
  }

  @Test
  @Tag("long")
  void linksStayTrueInThousands() {
    run(10_000, 10_000);
  }

  private static void run(int first, int count) {
    Map<String, Integer> events = new TreeMap<>();
    for (int seed = first; seed < first + count; seed++) {
      World world = new World(seed, events);
      try {
        for (int i = 0; i < STEPS; i++) {
          world.step();
        }
        world.end();
      } catch (AssertionError | RuntimeException e) {
        List<String> last = world.steps.subList(Math.max(0, world.steps.size() - STEPS_SHOWN), world.steps.size());
        throw new AssertionError("seed " + seed + ":\n  " + String.join("\n  ", last), e);
      }
    }
    if (count > 1) {
      assertThat(events).as("what a simulation of links must have seen")
          .containsKeys("link REQUESTED", "link ACCEPTED", "link JOINED", "link LEFT", "link ENDED", "link REJECTED", "link CANCELLED",
              "link TIMED_OUT", "crossing", "shown", "invitation ACCEPTED", "invitation TIMED_OUT", "invitation MOOT");
    }
    System.out.println("link simulation: " + count + " seeds from " + first + ", " + events);
  }

  private static Map<MediaKind, PublicationSpec> specs() {
    Map<MediaKind, PublicationSpec> specs = new EnumMap<>(MediaKind.class);
    try {
      PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), "any_main").publications()
          .forEach(spec -> specs.put(spec.kind(), spec));
    } catch (SdpException e) {
      throw new IllegalStateException(e);
    }
    return specs;
  }

  /** One stay. */
  private record Guest(RoomHost host, Participant who, Peer peer) {
    boolean in() {
      return !who.left();
    }
  }

  private static final class World {
    private final Random dice;
    private final Turns turns;
    private final FakeSfu sfu = new FakeSfu();
    private final FakeAlarm alarm = new FakeAlarm();
    private final Rooms rooms;
    private final Links links;
    private final List<Guest> guests = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final Map<String, Integer> events;
    private final Map<RoomHost, Long> sequences = new HashMap<>();
    private final Map<RoomHost, Set<String>> ended = new HashMap<>();

    World(int seed, Map<String, Integer> events) {
      dice = new Random(seed);
      turns = new Turns(seed);
      this.events = events;
      Outlets outlets = new Outlets(EventLog.NONE, this::hear, Attendance.NONE, Addresses.NONE);
      rooms = new Rooms(sfu, turns, alarm, new Random(seed), LIMITS, outlets, UserRules.USUAL);
      links = new Links(new Forwards(rooms), turns, alarm, new Random(seed));
      turns.hold();
      rest();
    }

    private <T> T any(T[] values) {
      return values[dice.nextInt(values.length)];
    }

    private void did(String event, String detail) {
      steps.add(steps.size() + " " + event + " " + detail);
      count(event);
    }

    private void count(String event) {
      events.merge(event, 1, Integer::sum);
    }

    /** Numbers grow, readers are in the room, and after a link's end its room hears nothing of it. */
    private void hear(RoomHost host, Issue issue) {
      for (Notice notice : issue.notices()) {
        assertThat(notice.sequence()).isGreaterThan(sequences.getOrDefault(host, 0L));
        sequences.put(host, notice.sequence());
        if (notice.news() instanceof News.LinkChanged changed) {
          count("link " + changed.step());
          LinkView link = changed.link();
          assertThat(link.inviter().room().appId()).isEqualTo(host.key().appId()).isEqualTo(link.invitee().room().appId());
          Set<String> over = ended.computeIfAbsent(host, none -> new HashSet<>());
          assertThat(over).as("ended links").doesNotContain(link.linkId());
          if (link.state() == State.ENDED) {
            over.add(link.linkId());
          }
        } else if (notice.news() instanceof News.InvitationEnded gone) {
          count("invitation " + gone.outcome());
        }
      }
    }

    void step() {
      int choice = dice.nextInt(100);
      List<Guest> there = guests.stream().filter(Guest::in).toList();
      if (choice < 12 || there.isEmpty()) {
        join();
      } else if (choice < 15) {
        did("time", "");
        alarm.advance(dice.nextInt(dice.nextInt(3) == 0 ? 45_000 : 3_000));
      } else if (choice < 16) {
        Guest one = any(there);
        did("end", one.host().key().toString());
        one.host().tell(() -> one.host().room().end(LeaveReason.ROOM_DELETED));
      } else if (choice < 20) {
        Guest one = any(there);
        did("leave", name(one));
        LeaveReason reason = any(KILLS);
        one.host().tell(() -> one.host().room().leave(one.who(), reason, alarm.nowMs()));
      } else if (choice < 46) {
        Guest one = any(there);
        int deed = dice.nextInt(16);
        one.host().tell(() -> inRoom(one, deed));
      } else if (choice < 58) {
        request(any(there), any(there));
      } else if (choice < 88) {
        onLink(any(there), choice);
      } else {
        rest();
      }
      turns.run(dice.nextInt(6));
    }

    private Guest any(List<Guest> of) {
      return of.get(dice.nextInt(of.size()));
    }

    private static String name(Guest guest) {
      return guest.who().userId() + "@" + guest.host().key().appId() + "/" + guest.host().key().roomId();
    }

    private void join() {
      RoomKey key = new RoomKey(any(APPS), any(ROOMS));
      rooms.find(key).ifPresent(host -> {
        String userId = "u" + dice.nextInt(USERS);
        Permissions permissions = new Permissions(dice.nextInt(4) > 0, true, true, Set.of(), true, dice.nextInt(12) == 0, false);
        did("join", userId + "@" + key.appId() + "/" + key.roomId() + " " + permissions.publish());
        host.tell(() -> {
          if (!host.room().ended()) {
            JoinRequest request = new JoinRequest(
                userId, Presence.USER, permissions, Profile.EMPTY, true, new RecordingSeat(), new RecordingMedia());
            attempt(() -> guests.add(new Guest(host, host.room().join(request, alarm.nowMs()), host.media().connect())));
          }
        });
      });
    }

    /** Something that a room may refuse. */
    private interface Attempt {
      void run() throws RoomRefusedException;
    }

    private void attempt(Attempt attempt) {
      try {
        attempt.run();
      } catch (RoomRefusedException e) {
        did("refused", e.refusal().name());
      }
    }

    /** What somebody does in its own room, on its queue. */
    private void inRoom(Guest guest, int deed) {
      Room room = guest.host().room();
      if (!guest.in()) {
        return;
      }
      Actor actor = new Actor(guest.who(), false);
      List<Participant> users = room.users();
      String other = users.get(dice.nextInt(users.size())).userId();
      switch (deed) {
        case 0, 1, 2 -> attempt(() -> publish(guest));
        case 3 -> guest.who().publications().stream().findFirst().ifPresent(room::unpublish);
        case 4, 5 -> attempt(() -> room.change(guest.who(), RoleChange.to(any(new Role[] {Role.HOST, Role.AUDIENCE})), alarm.nowMs()));
        case 6 -> attempt(() -> room.permit(guest.who(), new Permissions(dice.nextBoolean(), true, true, Set.of(), true,
            dice.nextInt(3) == 0, false), alarm.nowMs()));
        case 7, 8 -> attempt(() -> room.stage().raise(guest.who(), alarm.nowMs()));
        case 9 -> room.stage().lower(guest.who());
        case 10, 11 -> attempt(() -> room.stage().invite(actor, other, 5_000 + dice.nextInt(30_000), alarm.nowMs()));
        case 12, 13, 14 -> {
          List<Invitation> open = room.stage().invitations();
          if (!open.isEmpty()) {
            Invitation one = open.get(dice.nextInt(open.size()));
            Participant invited = room.member(one.participantId());
            boolean yes = dice.nextBoolean();
            attempt(() -> room.stage().answer(invited == null ? guest.who() : invited, one.invitationId(), yes, alarm.nowMs()));
          }
        }
        default -> attempt(() -> room.stage().back(actor, other, alarm.nowMs()));
      }
      did("in room", name(guest) + " " + deed);
    }

    private void publish(Guest guest) throws RoomRefusedException {
      MediaKind kind = any(MediaKind.values());
      Publication publication = guest.host().room().announce(guest.who(), TrackDetails.plain(kind), false, alarm.nowMs());
      PublicationSpec spec = SPECS.get(kind).named(publication.id(), publication.streamId());
      guest.peer().publish(spec);
      guest.host().room().live(publication, spec);
    }

    /** As the door asks: each room whether its host is one, then the links. */
    private void request(Guest from, Guest to) {
      if (!from.host().key().appId().equals(to.host().key().appId())) {
        return;
      }
      did("request", name(from) + " " + name(to));
      boolean crossing = dice.nextInt(3) == 0;
      ask(from, to);
      if (crossing) {
        did("crossing", "");
        ask(to, from);
      }
    }

    private void ask(Guest from, Guest to) {
      boolean joins = dice.nextInt(4) > 0;
      Actor actor = new Actor(from.who(), false);
      CompletableFuture<End> inviter = from.host().ask(room -> end(() -> room.links().inviter(actor, null), from));
      CompletableFuture<End> invitee = to.host().ask(room -> end(() -> room.links().invitee(to.who().userId()), to));
      var _ = inviter.thenAcceptBoth(invitee, (one, other) -> {
        var _ = links.request(one, other, "", new Wish(joins, true));
      }).exceptionally(no -> null);
    }

    private interface Question {
      Participant ask() throws RoomRefusedException;
    }

    private static End end(Question question, Guest guest) {
      try {
        return End.of(guest.host(), question.ask());
      } catch (RoomRefusedException e) {
        throw new CompletionException(e);
      }
    }

    private void onLink(Guest guest, int choice) {
      guest.host().tell(() -> {
        List<LinkView> known = guest.host().room().links().all();
        if (known.isEmpty()) {
          return;
        }
        LinkView link = known.get(dice.nextInt(known.size()));
        String id = link.linkId();
        String sid = dice.nextInt(10) == 0 ? guest.who().sid() : link.here(guest.host().key()).participantId();
        CompletableFuture<LinkView> asked = switch (choice % 7) {
          case 0, 1 -> links.answer(id, sid, true, new Wish(dice.nextInt(3) > 0, true), "");
          case 2 -> links.answer(id, sid, false, Wish.ALL, "");
          case 3, 4 -> links.join(id, sid);
          case 5 -> links.leave(id, sid);
          default -> links.end(id, sid);
        };
        did("on link", id + " " + choice % 7);
        var _ = asked.exceptionally(no -> link);
      });
    }

    /** Lets everything come to rest, looks at it, and opens rooms that have ended. */
    void rest() {
      turns.release();
      check();
      for (String app : APPS) {
        for (String room : ROOMS) {
          try {
            rooms.enter(new RoomKey(app, room), RoomSettings.DEFAULT.in(RoomMode.LIVE_VIDEO), (host, opened) -> true);
          } catch (RoomRefusedException e) {
            throw new AssertionError(e);
          }
        }
      }
      turns.hold();
    }

    private void check() {
      List<LinkView> all = links.all().join();
      for (LinkView link : all) {
        for (LinkView.Side side : List.of(link.inviter(), link.invitee())) {
          Room room = rooms.find(side.room()).orElseThrow(() -> new AssertionError("a link to no room: " + link)).room();
          Participant host = room.member(side.participantId());
          assertThat(host).as("a living end of %s", link).isNotNull();
          assertThat(host.presence() == Presence.USER && host.role() == Role.HOST && host.visible()).as("a host: %s", link).isTrue();
          assertThat(room.links().all()).as("what the room knows").anyMatch(known ->
              known.linkId().equals(link.linkId()) && known.state() == link.state() && known.inviter().equals(link.inviter())
                  && known.invitee().equals(link.invitee()));
        }
      }
      for (String app : APPS) {
        rooms.of(app).forEach(host -> checkRoom(host, all));
      }
    }

    private void checkRoom(RoomHost host, List<LinkView> all) {
      Room room = host.room();
      assertThat(room.links().all()).extracting(LinkView::linkId).allMatch(id -> all.stream().anyMatch(one -> one.linkId().equals(id)));
      List<LinkView.Side> shown = new ArrayList<>();
      for (LinkView link : all) {
        if (link.inviter().room().equals(host.key()) && link.inviter().joined()) {
          shown.add(link.invitee());
        } else if (link.invitee().room().equals(host.key()) && link.invitee().joined()) {
          shown.add(link.inviter());
        }
      }
      List<Participant> forwarded = room.members().stream().filter(one -> one.presence() == Presence.FORWARDED).toList();
      assertThat(forwarded).extracting(Participant::userId).as("who is shown in %s", host.key())
          .containsExactlyInAnyOrderElementsOf(shown.stream().map(LinkView.Side::userId).toList());
      Map<?, ?> borrowed = ((FakeSfu.FakeRoom) host.media()).borrowed;
      assertThat(borrowed.size()).isEqualTo(forwarded.stream().mapToInt(one -> one.publications().size()).sum());
      for (Participant one : forwarded) {
        LinkView.Side source = shown.stream().filter(side -> side.userId().equals(one.userId())).findFirst().orElseThrow();
        assertThat(one.origin()).isEqualTo(source.room());
        Participant living = rooms.find(source.room()).orElseThrow().room().member(source.participantId());
        assertThat(one.publications().size()).as("what is shown of %s", one.userId())
            .isEqualTo((int) living.publications().stream().filter(Publication::live).count());
        one.publications().forEach(publication -> assertThat(living.publications()).as("a live source of %s", publication.id())
            .anyMatch(own -> own.live() && own.id().equals(borrowed.get(publication.id()))));
        count("shown");
      }
      checkStage(room);
    }

    private static void checkStage(Room room) {
      for (Hand hand : room.stage().hands()) {
        Participant who = room.member(hand.participantId());
        assertThat(who != null && who.role() == Role.AUDIENCE && !who.secret()).as("a hand of the audience").isTrue();
      }
      for (Invitation one : room.stage().invitations()) {
        Participant who = room.member(one.participantId());
        assertThat(who != null && who.role() == Role.AUDIENCE && !who.secret()).as("one of the audience is invited").isTrue();
        Participant by = one.by() == null ? null : room.member(one.by().participantId());
        assertThat(by != null && by.role() == Role.HOST && !by.secret()).as("a host invites").isTrue();
      }
    }

    /** Everybody leaves, and nothing is left. */
    void end() {
      rest();
      turns.release();
      guests.stream().filter(Guest::in).forEach(one -> one.host().tell(
          () -> one.host().room().leave(one.who(), LeaveReason.LEFT, alarm.nowMs())));
      check();
      assertThat(links.all().join()).isEmpty();
      alarm.advance(500_000);
      for (String app : APPS) {
        assertThat(rooms.of(app)).isEmpty();
      }
    }
  }
}
