package io.ringcast.signaling.room.forward;

import static io.ringcast.signaling.room.forward.TwoRooms.HERE;
import static io.ringcast.signaling.room.forward.TwoRooms.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.signaling.room.DataMessage;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.LinkQuality;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomView;
import io.ringcast.signaling.room.SubscriberPolicy;
import io.ringcast.signaling.room.forward.TwoRooms.User;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ann is in one room and shown in the other, where Bob is. */
class ForwardsTest {
  private static final int SEEDS = 300;

  private final TwoRooms two = new TwoRooms(1);
  private User ann;
  private User bob;

  @BeforeEach
  void meet() throws Exception {
    ann = two.join(HERE, "ann");
    bob = two.join(THERE, "bob");
  }

  private Participant forward() throws RoomRefusedException {
    two.forwards.open(HERE, "ann", THERE);
    return two.user(THERE, "ann");
  }

  private static RoomRefusal refusal(TwoRooms two, RoomKey from, String userId, RoomKey to) {
    return catchThrowableOfType(RoomRefusedException.class, () -> two.forwards.open(from, userId, to)).refusal();
  }

  @Test
  void whatIsPublishedIsReceivedInTheOtherRoomByNamesOfItsOwn() throws Exception {
    Publication camera = ann.publish(MediaKind.VIDEO);
    Participant there = forward();
    assertThat(there.presence()).isEqualTo(Presence.FORWARDED);
    assertThat(there.sid()).isNotEqualTo(ann.who().sid());
    assertThat(there.profile()).isEqualTo(ann.who().profile());
    Publication shown = there.publications().iterator().next();
    assertThat(shown.sid()).isNotEqualTo(camera.sid());
    assertThat(bob.media().received).containsExactly(shown.sid());
    assertThat(two.media(THERE).borrowed).containsExactly(Map.entry(shown.id(), camera.id()));
    assertThat(RoomView.of(ann.host().room()).members()).extracting(RoomView.Member::userId).containsExactly("ann");
    Publication microphone = ann.publish(MediaKind.AUDIO);
    assertThat(there.publications()).extracting(Publication::kind).containsExactly(MediaKind.VIDEO, MediaKind.AUDIO);
    assertThat(bob.media().received).hasSize(2);
    ann.host().tell(() -> ann.host().room().unpublish(microphone));
    assertThat(there.publications()).containsExactly(shown);
    assertThat(two.faults(HERE, THERE)).isEmpty();
  }

  @Test
  void changesFollow() throws Exception {
    Publication camera = ann.publish(MediaKind.VIDEO);
    Participant there = forward();
    two.host(HERE).ask(room -> {
      room.mute(camera, true, true);
      return true;
    }).join();
    assertThat(there.publications().iterator().next().muted()).isTrue();
    two.host(HERE).ask(room -> {
      try {
        room.update(ann.who(), new Profile("Anna", "m", Map.of("k", "v")), 0);
      } catch (RoomRefusedException e) {
        throw new AssertionError(e);
      }
      return true;
    }).join();
    assertThat(there.profile()).isEqualTo(new Profile("Anna", "m", Map.of("k", "v")));
    two.host(HERE).tell(() -> ann.host().room().speakers(List.of(new Speaker(camera.id(), 100))));
    assertThat(bob.heard()).contains("speaks ann 100");
    two.host(HERE).tell(() -> ann.host().room().speakers(List.of()));
    assertThat(bob.heard()).contains("speaks ann 0");
  }

  @Test
  void itsLinkIsWhatItsOwnRoomMeasures() throws Exception {
    ann.publish(MediaKind.VIDEO);
    Participant there = forward();
    two.host(THERE).tell(() -> bob.host().room().measured(new RoomReport(THERE, List.of())));
    two.host(THERE).tell(() -> bob.host().room().measured(new RoomReport(THERE, List.of())));
    assertThat(there.quality()).isEqualTo(LinkQuality.EXCELLENT);
    two.host(HERE).tell(() -> ann.host().room().activate(ann.who()));
    two.host(HERE).tell(() -> ann.host().room().measured(new RoomReport(HERE, List.of())));
    two.host(HERE).tell(() -> ann.host().room().measured(new RoomReport(HERE, List.of())));
    assertThat(ann.who().quality()).isEqualTo(LinkQuality.LOST);
    assertThat(there.quality()).isEqualTo(LinkQuality.LOST);
  }

  private void tells(User sender, Set<String> users, int length, Runnable done) {
    two.host(HERE).tell(() -> sender.host().room().data().send(
        new DataMessage(Delivery.RELIABLE, sender.who(), 0, "", users, Set.of(), new byte[length]), two.alarm.nowMs(), done));
  }

  @Test
  void whatItTellsEverybodyIsToldThereToo() throws Exception {
    User cid = two.join(HERE, "cid");
    two.reach(bob);
    forward();
    int[] done = new int[1];
    tells(ann, Set.of(), 10, () -> done[0]++);
    tells(ann, Set.of("cid"), 11, () -> done[0]++);
    tells(cid, Set.of(), 12, () -> done[0]++);
    assertThat(bob.media().told).containsExactly(10);
    assertThat(done[0]).isEqualTo(3);
  }

  @Test
  void aSlowReaderThereSlowsItsSenderHere() throws Exception {
    two.reach(bob);
    forward();
    bob.media().full = true;
    int[] done = new int[1];
    int messages = 10;
    for (int i = 0; i < messages; i++) {
      tells(ann, Set.of(), SourceEnd.DATA_BYTES_MAX / 4, () -> done[0]++);
    }
    assertThat(done[0]).isEqualTo(4);
    bob.media().full = false;
    two.host(THERE).tell(() -> bob.host().room().data().roomAgain(bob.who(), two.alarm.nowMs()));
    assertThat(done[0]).isEqualTo(messages);
    assertThat(bob.media().told).hasSize(messages);
  }

  @Test
  void layersAreWantedOfThePublisherWhenTheyAreWantedInEitherRoom() throws Exception {
    Publication camera = ann.publish(MediaKind.VIDEO);
    Participant there = forward();
    Publication shown = there.publications().iterator().next();
    two.host(THERE).tell(() -> bob.host().room().adjust(bob.who(), shown, new Reception(false, Layer.SMALL)));
    two.alarm.advance(60_000);
    assertThat(camera.demanded()).isEqualTo(Layer.SMALL);
    User cid = two.join(HERE, "cid");
    assertThat(camera.demanded()).isEqualTo(Layer.BIG);
    two.host(HERE).tell(() -> cid.host().room().leave(cid.who(), LeaveReason.LEFT, 0));
    two.host(THERE).tell(() -> bob.host().room().subscribe(bob.who(), shown, false));
    two.alarm.advance(60_000);
    assertThat(camera.demanded()).isNull();
  }

  @Test
  void whoeverGoesFirstTheOtherEndFollows() throws Exception {
    ann.publish(MediaKind.VIDEO);
    Participant removed = forward();
    two.host(THERE).tell(() -> bob.host().room().leave(removed, LeaveReason.REMOVED, 0));
    assertThat(two.host(HERE).room().members()).containsExactly(ann.who());
    assertThat(two.media(THERE).borrowed).isEmpty();
    two.alarm.advance(60_000);
    Participant left = forward();
    two.host(HERE).tell(() -> ann.host().room().leave(ann.who(), LeaveReason.LEFT, two.alarm.nowMs()));
    assertThat(left.left()).isTrue();
    assertThat(bob.heard()).last().asString().startsWith("participant ann LEFT");
    assertThat(two.host(HERE).room().members()).isEmpty();
    assertThat(two.faults(HERE, THERE)).isEmpty();
  }

  @Test
  void theEndOfEitherRoomEndsIt() throws Exception {
    forward();
    two.host(THERE).tell(() -> bob.host().room().end(LeaveReason.ROOM_DELETED));
    assertThat(two.host(HERE).room().members()).containsExactly(ann.who());
    Participant there = forward();
    two.host(HERE).tell(() -> ann.host().room().end(LeaveReason.ROOM_DELETED));
    assertThat(there.left()).isTrue();
    assertThat(two.rooms.find(HERE)).isEmpty();
  }

  @Test
  void theUserItselfTakesThePlaceOfItsPicture() throws Exception {
    Participant picture = forward();
    User self = two.join(THERE, "ann");
    assertThat(picture.left()).isTrue();
    assertThat(two.user(THERE, "ann")).isSameAs(self.who());
    assertThat(two.faults(HERE, THERE)).isEmpty();
    assertThat(refusal(two, HERE, "ann", THERE)).isEqualTo(RoomRefusal.USER_IS_THERE);
    assertThat(two.host(HERE).room().members()).containsExactly(ann.who());
  }

  @Test
  void whatAPublisherShowsOnlyToSomeIsNotForwarded() throws Exception {
    Publication camera = ann.publish(MediaKind.VIDEO);
    Participant there = forward();
    two.host(HERE).tell(() -> ann.host().room().admit(ann.who(), new SubscriberPolicy(false, Set.of("bob"), Map.of())));
    assertThat(there.publications()).isEmpty();
    two.host(HERE).tell(() -> ann.host().room().admit(ann.who(), SubscriberPolicy.OPEN));
    assertThat(there.publications()).hasSize(1);
    assertThat(camera.live()).isTrue();
  }

  @Test
  void hiddenItIsShownNoLongerAndCannotBe() throws Exception {
    Participant there = forward();
    two.host(HERE).tell(() -> permit(ann, ann.who(), new Permissions(true, true, true, Set.of(), true, true, false)));
    assertThat(there.left()).isTrue();
    assertThat(refusal(two, HERE, "ann", THERE)).isEqualTo(RoomRefusal.NO_SUCH_USER);
  }

  @Test
  void anAdministratorThereTakesTracksAwayAndCannotMuteThem() throws Exception {
    ann.publish(MediaKind.VIDEO);
    Participant there = forward();
    Publication shown = there.publications().iterator().next();
    assertThat(catchThrowableOfType(RoomRefusedException.class, () -> bob.host().room().silence(shown)).refusal())
        .isEqualTo(RoomRefusal.LIVES_ELSEWHERE);
    two.host(THERE).tell(() -> permit(bob, there, new Permissions(false, false, false, Set.of(), false, false, false)));
    ann.publish(MediaKind.AUDIO);
    assertThat(there.publications()).isEmpty();
    assertThat(two.media(THERE).borrowed).isEmpty();
  }

  @Test
  void refusals() throws Exception {
    assertThat(refusal(two, HERE, "nobody", THERE)).isEqualTo(RoomRefusal.NO_SUCH_USER);
    assertThat(refusal(two, new RoomKey("app", "closed"), "ann", THERE)).isEqualTo(RoomRefusal.NO_SUCH_USER);
    Participant there = forward();
    assertThat(forward()).isSameAs(there);
    assertThat(refusal(two, THERE, "ann", new RoomKey("app", "third"))).isEqualTo(RoomRefusal.LIVES_ELSEWHERE);
    for (int i = 1; i < Forwards.PER_PARTICIPANT_MAX; i++) {
      two.forwards.open(HERE, "ann", new RoomKey("app", "room" + i));
    }
    assertThat(refusal(two, HERE, "ann", new RoomKey("app", "one more"))).isEqualTo(RoomRefusal.TOO_MANY_FORWARDINGS);
    two.host(THERE).tell(() -> bob.host().room().leave(there, LeaveReason.REMOVED, 0));
    two.forwards.open(HERE, "ann", new RoomKey("app", "one more"));
  }

  @Test
  void inWhateverOrderTheTwoRoomsTakeTheirTurnsBothEndsAgree() throws Exception {
    for (long seed = 1; seed <= SEEDS; seed++) {
      TwoRooms rooms = new TwoRooms(seed);
      RandomGenerator random = new Random(seed);
      User publisher = rooms.join(HERE, "ann");
      User viewer = rooms.join(THERE, "bob");
      publisher.publish(MediaKind.VIDEO);
      rooms.forwards.open(HERE, "ann", THERE);
      Participant there = rooms.user(THERE, "ann");
      rooms.turns.hold();
      for (int step = 0; step < 20; step++) {
        happen(random, publisher, viewer, there);
        rooms.turns.run(random.nextInt(4));
      }
      rooms.turns.release();
      assertThat(rooms.faults(HERE, THERE)).as("seed %d", seed).isEmpty();
      if (!there.left()) {
        assertThat(there.profile()).as("seed %d", seed).isEqualTo(publisher.who().profile());
        assertThat(there.publications().stream().map(Publication::muted).toList()).as("seed %d", seed)
            .isEqualTo(publisher.who().publications().stream().map(Publication::muted).toList());
        assertThat(viewer.media().received).as("seed %d", seed).hasSize(there.publications().size());
      }
    }
  }

  /** Something in one of the rooms; an end of everything is rare. */
  private static void happen(RandomGenerator random, User publisher, User viewer, Participant there) {
    Happening task = switch (random.nextInt(24)) {
      case 0, 1, 2 -> new Happening(publisher, () -> publisher.publish(random.nextBoolean() ? MediaKind.VIDEO : MediaKind.AUDIO));
      case 3, 4, 5 -> new Happening(publisher, () -> publisher.who().publications().stream().findFirst()
          .ifPresent(first -> publisher.host().room().unpublish(first)));
      case 6, 7, 8, 9 -> new Happening(publisher, () -> publisher.who().publications().stream().reduce((first, second) -> second)
          .ifPresent(last -> publisher.host().room().mute(last, !last.muted(), true)));
      case 10, 11 -> new Happening(publisher, () -> rename(publisher, "ann " + random.nextInt(100)));
      case 12 -> new Happening(viewer, () -> viewer.host().room().leave(there, LeaveReason.REMOVED, 0));
      case 13 -> new Happening(publisher, () -> publisher.host().room().leave(publisher.who(), LeaveReason.LEFT, 0));
      default -> new Happening(viewer, () -> there.publications().stream().findFirst().ifPresent(first ->
          viewer.host().room().adjust(viewer.who(), first, new Reception(random.nextBoolean(), Layer.SMALL))));
    };
    task.user().host().tell(task.work());
  }

  private record Happening(User user, Runnable work) {
    Happening {
      Objects.requireNonNull(work);
    }
  }

  private static void rename(User user, String name) {
    try {
      user.host().room().update(user.who(), new Profile(name, "", Map.of()), user.host().nowMs());
    } catch (RoomRefusedException e) {
      assertThat(e.refusal()).isEqualTo(RoomRefusal.TOO_MANY_ATTRIBUTE_CHANGES);
    }
  }

  /** In the room of another user. */
  private static void permit(User by, Participant who, Permissions permissions) {
    try {
      by.host().room().permit(who, permissions, by.host().nowMs());
    } catch (RoomRefusedException e) {
      throw new AssertionError(e);
    }
  }
}
