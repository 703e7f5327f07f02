package io.ringcast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.events.EventLog;
import io.ringcast.identity.RoomWish.Mode;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.identity.StayPolicy;
import io.ringcast.identity.StayPolicy.Second;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.room.host.UserRules;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Offers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/**
 * Rooms of two apps, whose rooms and users have the same names, under whatever may happen to them, decided by one seed: joins, leaves,
 * roles, publications, kills, app policies. After each event every member's picture of its room is compared with the room, and the rooms
 * with what must always be. A seed that fails is printed with its last events and fails again: {@code -Drooms.seed=N}.
 */
class RoomSimulationTest {
  private static final int STEPS = 120;
  private static final int STEPS_SHOWN = 30;
  private static final int USERS = 7;
  private static final String[] APPS = {"a", "b"};
  private static final String[] ROOMS = {"r1", "r2", "r3"};
  private static final LeaveReason[] KILLS = {LeaveReason.LEFT, LeaveReason.REMOVED, LeaveReason.MEDIA_LOST, LeaveReason.SIGNAL_LOST};
  private static final RoomLimits LIMITS = RoomLimits.DEFAULT.with(new RoomLimits.Hosts(3, 2)).withPublicationsPerParticipant(3);
  private static final Map<MediaKind, PublicationSpec> SPECS = specs();

  @Test
  void roomsStayTrueWhateverHappens() {
    Integer one = Integer.getInteger("rooms.seed");
    run(one == null ? 1 : one, one == null ? 400 : 1);
  }

  @Test
  @Tag("long")
  void roomsStayTrueInThousands() {
    run(10_000, 20_000);
  }

  private static void run(int first, int count) {
    Map<String, Integer> events = new TreeMap<>();
    for (int seed = first; seed < first + count; seed++) {
      World world = new World(seed, events);
      try {
        for (int i = 0; i < STEPS; i++) {
          world.step();
          world.check();
        }
        world.end();
      } catch (AssertionError | RuntimeException e) {
        List<String> last = world.steps.subList(Math.max(0, world.steps.size() - STEPS_SHOWN), world.steps.size());
        throw new AssertionError("seed " + seed + " (" + world.policies + "):\n  " + String.join("\n  ", last), e);
      }
    }
    System.out.println("room simulation: " + count + " seeds from " + first + ", " + events);
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

  /** One stay and what it believes from what it was told. */
  private static final class Guest implements Seat, RoomMedia {
    final RoomKey key;
    final String userId;
    final boolean user;
    final Map<String, String> known = new HashMap<>();
    final Set<Publication> received = new HashSet<>();
    boolean lost;
    boolean out;
    @Nullable Participant who;

    Guest(RoomKey key, String userId, boolean user) {
      this.key = key;
      this.userId = userId;
      this.user = user;
    }

    @Override
    public boolean away() {
      return lost;
    }

    @Override
    public void onParticipant(Participant changed) {
      assertThat(out).as("%s is told something after its end", userId).isFalse();
      if (changed.left()) {
        known.remove(changed.sid());
      } else if (changed != who) {
        assertThat(changed.visible()).as("%s is told of %s, who cannot be seen", userId, changed.userId()).isTrue();
        known.put(changed.sid(), line(changed));
      }
    }

    @Override
    public void onHidden(Participant gone) {
      assertThat(known.remove(gone.sid())).as("%s loses sight of %s, whom it saw", userId, gone.userId()).isNotNull();
    }

    @Override
    public void onRemoved(LeaveReason reason) {
      assertThat(out).as("%s ends twice", userId).isFalse();
      out = true;
      received.clear();
    }

    @Override
    public void receive(Publication publication, Reception reception) {
      assertThat(received.add(publication)).as("%s receives twice", userId).isTrue();
    }

    @Override
    public void release(Publication publication) {
      received.remove(publication);
    }
  }

  private static String line(Participant who) {
    return who.userId() + " " + who.role() + " " + who.state() + " "
        + who.publications().stream().filter(Publication::live).map(own -> own.sid() + own.muted()).sorted().toList();
  }

  private static final class World {
    private final Random dice;
    private final FakeAlarm alarm = new FakeAlarm();
    private final Map<String, StayPolicy> policies = new TreeMap<>();
    private final Rooms rooms;
    private final List<Guest> guests = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final Map<String, Integer> events;

    World(int seed, Map<String, Integer> events) {
      dice = new Random(seed);
      this.events = events;
      for (String app : APPS) {
        policies.put(app, new StayPolicy(any(StayPolicy.Rooms.values()), any(Second.values())));
      }
      rooms = new Rooms(new FakeSfu(), Runnable::run, alarm, new Random(seed), LIMITS, EventLog.NONE,
          new UserRules(Exclusions.NONE, policies::get));
    }

    private <T> T any(T[] values) {
      return values[dice.nextInt(values.length)];
    }

    private void did(String event, String detail) {
      steps.add(steps.size() + " " + event + " " + detail);
      events.merge(event, 1, Integer::sum);
    }

    void step() {
      int choice = dice.nextInt(100);
      List<Guest> there = guests.stream().filter(guest -> !guest.out).toList();
      if (choice < 30 || there.isEmpty()) {
        join();
      } else if (choice < 33) {
        prepare();
      } else if (choice < 37) {
        alarm.advance(dice.nextInt(dice.nextInt(10) == 0 ? 400_000 : 3_000));
        did("time", "");
      } else if (choice < 39) {
        RoomHost host = rooms.find(any(there).key).orElseThrow();
        did("end", host.key().toString());
        boolean _ = host.ask(room -> end(room)).join();
      } else {
        act(any(there), choice);
      }
    }

    private static boolean end(Room room) {
      room.end(LeaveReason.ROOM_DELETED);
      return room.ended();
    }

    private Guest any(List<Guest> of) {
      return of.get(dice.nextInt(of.size()));
    }

    private void act(Guest guest, int choice) {
      RoomHost host = rooms.find(guest.key).orElseThrow();
      boolean _ = host.ask(room -> {
        try {
          if (choice < 52) {
            role(room, guest, host.nowMs());
          } else if (choice < 70) {
            publish(room, guest, host.nowMs());
          } else if (choice < 76) {
            unpublish(room, guest);
          } else if (choice < 82) {
            did("activate", guest.userId);
            room.activate(guest.who);
          } else if (choice < 86) {
            did("attributes", guest.userId);
            room.change(guest.who, new AttributeChange(Map.of("k" + dice.nextInt(3), "v"), Set.of(), null), host.nowMs());
          } else if (choice < 88) {
            did("lost", guest.userId);
            guest.lost = true;
          } else {
            LeaveReason reason = any(KILLS);
            did("leave", guest.userId + " of " + guest.key + " " + reason);
            room.leave(guest.who, reason, host.nowMs());
          }
        } catch (RoomRefusedException e) {
          did("refused", e.refusal() + " " + guest.userId);
        }
        return true;
      }).join();
    }

    private void role(Room room, Guest guest, long nowMs) throws RoomRefusedException {
      if (dice.nextInt(4) == 0) {
        Permissions next = permissions();
        did("permit", guest.userId + " " + next);
        room.permit(guest.who, next, nowMs);
      } else {
        Role role = any(Role.values());
        did("role", guest.userId + " of " + guest.key + " " + role);
        room.change(guest.who, RoleChange.to(role), nowMs);
      }
    }

    private void publish(Room room, Guest guest, long nowMs) throws RoomRefusedException {
      MediaKind kind = any(MediaKind.values());
      did("publish", guest.userId + " of " + guest.key + " " + kind);
      boolean may = guest.who.permissions().publish() && room.mode().allows(kind);
      Publication publication = room.announce(guest.who, TrackDetails.plain(kind), dice.nextInt(4) == 0, nowMs);
      assertThat(may).as("%s may publish %s", guest.userId, kind).isTrue();
      if (dice.nextInt(4) > 0) {
        room.live(publication, SPECS.get(kind));
      }
    }

    private void unpublish(Room room, Guest guest) {
      List<Publication> own = List.copyOf(guest.who.publications());
      if (!own.isEmpty()) {
        did("unpublish", guest.userId);
        room.unpublish(own.get(dice.nextInt(own.size())));
      }
    }

    private Permissions permissions() {
      return new Permissions(dice.nextBoolean(), dice.nextInt(5) > 0, true, Set.of(), true, dice.nextInt(6) == 0, false);
    }

    private void prepare() {
      RoomKey key = new RoomKey(any(APPS), any(ROOMS));
      RoomMode mode = any(RoomMode.values());
      did("prepare", key + " " + mode);
      try {
        rooms.enter(key, RoomSettings.DEFAULT.in(mode), (host, room) -> true);
      } catch (RoomRefusedException e) {
        throw new AssertionError("a room is prepared whenever there is none", e);
      }
    }

    private void join() {
      Guest guest = new Guest(new RoomKey(any(APPS), any(ROOMS)), "u" + dice.nextInt(USERS), dice.nextInt(8) > 0);
      Permissions permissions = guest.user ? permissions() : new Permissions(false, true, false, Set.of(), false, true, false);
      RoomMode mode = dice.nextInt(3) == 0 ? null : any(RoomMode.values());
      did("join", guest.userId + (guest.user ? "" : " as viewer") + " into " + guest.key + " " + mode + " publish " + permissions.publish()
          + (permissions.hidden() ? " hidden" : ""));
      JoinRequest request = new JoinRequest(guest.userId, guest.user ? Presence.USER : Presence.VIEWER, permissions, Profile.EMPTY,
          dice.nextInt(3) > 0, guest, guest, mode);
      try {
        rooms.enter(guest.key, RoomSettings.DEFAULT, (host, room) -> {
          guest.who = room.join(request, host.nowMs());
          room.others(guest.who).forEach(other -> guest.known.put(other.sid(), line(other)));
          return guest;
        });
        guests.add(guest);
      } catch (RoomRefusedException e) {
        did("refused", e.refusal() + " " + e.detail());
        assertThat(guest.who).isNull();
      }
    }

    void check() {
      Map<RoomKey, List<Guest>> byRoom =
          guests.stream().filter(guest -> !guest.out).collect(Collectors.groupingBy(guest -> guest.key));
      for (String app : APPS) {
        for (RoomHost host : rooms.of(app)) {
          checkRoom(host.room(), byRoom.getOrDefault(host.key(), List.of()));
          byRoom.remove(host.key());
        }
      }
      assertThat(byRoom).as("guests of rooms that are not open").isEmpty();
      policies.forEach(this::checkPolicy);
      assertThat(steps).isNotEmpty();
    }

    private void checkRoom(Room room, List<Guest> there) {
      assertThat(room.members()).as("members of %s", room.key())
          .containsExactlyInAnyOrderElementsOf(there.stream().map(one -> one.who).toList());
      assertThat(room.users().stream().map(Participant::userId)).as("a user is there once").doesNotHaveDuplicates();
      long hosts = room.users().stream().filter(one -> one.permissions().publish()).count();
      assertThat(room.hosts()).as("hosts of %s", room.key()).isEqualTo((int) hosts);
      if (room.mode().live()) {
        assertThat(hosts).as("hosts of %s within the limit", room.key())
            .isLessThanOrEqualTo(room.mode() == RoomMode.LIVE_AUDIO ? LIMITS.hosts().audio() : LIMITS.hosts().video());
      }
      assertThat(room.headCount()).as("head count of %s", room.key()).isEqualTo((int) there.stream().filter(World::counts).count());
      assertThat(room.visible()).as("who can be seen in %s", room.key()).containsExactlyInAnyOrderElementsOf(
          there.stream().map(one -> one.who).filter(World::seen).toList());
      there.forEach(guest -> checkGuest(room, guest));
      assertThat(room.members().isEmpty() && !room.attributes().isEmpty()).as("attributes outlast their session").isFalse();
    }

    private static boolean seen(Participant who) {
      boolean onStage = who.mode().mode() == Mode.MEETING || who.permissions().publish();
      return who.takesIdentity() && !who.permissions().hidden() && onStage;
    }

    private static boolean counts(Guest guest) {
      return guest.user ? !guest.who.permissions().hidden() : guest.who.mode().live();
    }

    /** It knows all it may know as it is and nobody else, and receives only what it may. */
    private void checkGuest(Room room, Guest guest) {
      Map<String, String> expected = new HashMap<>();
      room.members().stream().filter(one -> one != guest.who && seen(one)).forEach(one -> expected.put(one.sid(), line(one)));
      assertThat(guest.known).as("what %s knows of %s", guest.userId, room.key()).isEqualTo(expected);
      assertThat(guest.who.mode()).isEqualTo(room.mode());
      for (Publication own : guest.who.publications()) {
        assertThat(guest.who.permissions().publish()).as("%s publishes and may", guest.userId).isTrue();
        assertThat(room.mode().allows(own.kind())).as("%s in %s", own.kind(), room.mode()).isTrue();
        assertThat(room.publication(own.sid())).isSameAs(own);
      }
      assertThat(guest.who.publications().size()).isLessThanOrEqualTo(LIMITS.publicationsPerParticipant());
      for (Publication publication : guest.received) {
        assertThat(room.publication(publication.sid())).as("what %s receives is of its own room", guest.userId).isSameAs(publication);
        assertThat(seen(publication.owner())).as("%s receives from whom it sees", guest.userId).isTrue();
        assertThat(guest.who.permissions().subscribe() && publication.live() && publication.owner() != guest.who).isTrue();
      }
    }

    private void checkPolicy(String app, StayPolicy policy) {
      Map<String, List<Guest>> stays = guests.stream().filter(guest -> !guest.out && guest.user && guest.key.appId().equals(app))
          .collect(Collectors.groupingBy(guest -> guest.userId));
      if (policy.rooms() == StayPolicy.Rooms.ONE && policy.second() != Second.ALLOW_BOTH) {
        stays.forEach((userId, all) -> assertThat(all).as("%s is in one room of %s", userId, app).hasSize(1));
      }
    }

    /** Everybody leaves, and nothing is left. */
    void end() {
      did("everybody", "leaves");
      guests.stream().filter(guest -> !guest.out).toList().forEach(guest -> rooms.find(guest.key).orElseThrow().tell(
          () -> rooms.find(guest.key).orElseThrow().room().leave(guest.who, LeaveReason.LEFT, alarm.nowMs())));
      check();
      alarm.advance(500_000);
      for (String app : APPS) {
        assertThat(rooms.of(app)).as("rooms that nobody is in").isEmpty();
      }
      assertThat(rooms.stays()).as("users that are somewhere").isZero();
    }
  }
}
