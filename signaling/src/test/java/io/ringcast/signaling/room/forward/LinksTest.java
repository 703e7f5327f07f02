package io.ringcast.signaling.room.forward;

import static io.ringcast.signaling.room.forward.TwoRooms.ALL;
import static io.ringcast.signaling.room.forward.TwoRooms.HERE;
import static io.ringcast.signaling.room.forward.TwoRooms.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Actor;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.RoleChange;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.forward.Links.End;
import io.ringcast.signaling.room.forward.TwoRooms.User;
import io.ringcast.signaling.room.link.Link.Wish;
import io.ringcast.signaling.room.link.LinkBook;
import io.ringcast.signaling.room.link.LinkView;
import io.ringcast.signaling.room.link.LinkView.State;
import io.ringcast.signaling.support.FakeSfu.FakeRoom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ann hosts one room and Bob another; they link, and everything that may part them does. */
class LinksTest {
  private final TwoRooms two = new TwoRooms(1);
  private final Links links = new Links(two.forwards, two.turns, two.alarm, new Random(1));
  private User ann;
  private User bob;
  private User viewer;

  @BeforeEach
  void meet() throws Exception {
    two.rooms.enter(HERE, RoomSettings.DEFAULT.in(RoomMode.LIVE_VIDEO), (host, room) -> true);
    two.rooms.enter(THERE, RoomSettings.DEFAULT.in(RoomMode.LIVE_VIDEO), (host, room) -> true);
    ann = two.join(HERE, "ann");
    bob = two.join(THERE, "bob");
    viewer = two.join(THERE, "viewer", ALL.publishing(false));
    ann.publish(MediaKind.VIDEO);
    bob.publish(MediaKind.AUDIO);
  }

  private static End end(User user) {
    return End.of(user.host(), user.who());
  }

  private LinkView request(User from, User to) {
    return links.request(end(from), end(to), "", Wish.ALL).join().link();
  }

  private LinkView linked() {
    LinkView asked = request(ann, bob);
    links.answer(asked.linkId(), bob.who().sid(), true, Wish.ALL, "").join();
    return asked;
  }

  private static RoomRefusal refusal(CompletableFuture<?> failed) {
    CompletionException e = catchThrowableOfType(CompletionException.class, failed::join);
    assertThat(e).isNotNull();
    return ((RoomRefusedException) e.getCause()).refusal();
  }

  private void assertParted() {
    assertThat(links.all().join()).isEmpty();
    for (RoomKey key : List.of(HERE, THERE)) {
      two.rooms.find(key).ifPresent(host -> {
        assertThat(host.room().links().all()).isEmpty();
        assertThat(host.room().members()).allMatch(member -> member.presence() == Presence.USER);
        assertThat(((FakeRoom) host.media()).borrowed).isEmpty();
      });
    }
  }

  @Test
  void bothAudiencesSeeBothHosts() throws Exception {
    LinkView asked = linked();
    assertThat(two.host(HERE).room().links().all()).extracting(LinkView::state).containsExactly(State.JOINED);
    Participant annThere = two.user(THERE, "ann");
    assertThat(annThere.presence()).isEqualTo(Presence.FORWARDED);
    assertThat(annThere.origin()).isEqualTo(HERE);
    assertThat(annThere.role()).isEqualTo(Role.HOST);
    assertThat(annThere.publications()).hasSize(1);
    assertThat(two.user(HERE, "bob").publications()).hasSize(1);
    assertThat(viewer.media().received).hasSize(2);
    assertThat(two.faults(HERE, THERE)).isEmpty();
    links.leave(asked.linkId(), bob.who().sid()).join();
    assertThat(two.host(THERE).room().user("ann")).isNull();
    assertThat(viewer.media().received).hasSize(1);
    assertThat(two.user(HERE, "bob")).isNotNull();
    LinkView again = links.join(asked.linkId(), bob.who().sid()).join();
    assertThat(again.invitee().joined()).isTrue();
    assertThat(viewer.media().received).hasSize(2);
    links.end(asked.linkId(), ann.who().sid()).join();
    assertParted();
  }

  @Test
  @Timeout(10)
  void hostsWhoSpeakAreToldOnceInEachRoom() throws Exception {
    Publication voice = ann.publish(MediaKind.AUDIO);
    Publication answer = bob.who().publications().iterator().next();
    linked();
    viewer.heard();
    two.host(HERE).tell(() -> ann.host().room().speakers(List.of(new Speaker(voice.id(), 100))));
    two.host(THERE).tell(() -> bob.host().room().speakers(List.of(new Speaker(answer.id(), 90))));
    assertThat(viewer.heard()).containsExactly("speaks ann 100", "speaks ann 100", "speaks bob 90");
    two.host(HERE).tell(() -> ann.host().room().speakers(List.of(new Speaker(voice.id(), 100))));
    assertThat(viewer.heard()).isEmpty();
    two.host(HERE).tell(() -> ann.host().room().speakers(List.of()));
    assertThat(viewer.heard()).containsExactlyInAnyOrder("speaks bob 90", "speaks ann 0");
  }

  @Test
  void whoGoesBackToTheAudienceEndsItsLinks() {
    linked();
    two.host(HERE).tell(() -> change(ann, Role.AUDIENCE));
    assertParted();
  }

  private static void change(User user, Role role) {
    try {
      user.host().room().change(user.who(), RoleChange.to(role), user.host().nowMs());
    } catch (RoomRefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoLeavesEndsItsLinksAtOnce() {
    linked();
    two.host(THERE).tell(() -> two.host(THERE).room().leave(bob.who(), LeaveReason.LEFT, two.alarm.nowMs()));
    assertParted();
    assertThat(two.user(HERE, "ann")).isSameAs(ann.who());
  }

  @Test
  void theEndOfARoomEndsItsLinks() {
    linked();
    two.host(HERE).tell(() -> two.host(HERE).room().end(LeaveReason.ROOM_DELETED));
    assertParted();
    assertThat(two.rooms.find(HERE)).isEmpty();
  }

  @Test
  void whoIsGoneWhenItIsAskedForIsNoHost() {
    End gone = end(bob);
    two.host(THERE).tell(() -> two.host(THERE).room().leave(bob.who(), LeaveReason.LEFT, two.alarm.nowMs()));
    links.request(end(ann), gone, "", Wish.ALL).join();
    assertParted();
  }

  @Test
  void aLinkedUserCannotComeBesideItsPicture() throws Exception {
    LinkView link = linked();
    assertThat(catchThrowableOfType(RoomRefusedException.class, () -> two.join(THERE, "ann")).refusal())
        .isEqualTo(RoomRefusal.LIVES_ELSEWHERE);
    assertThat(two.user(THERE, "ann").presence()).isEqualTo(Presence.FORWARDED);
    assertThat(catchThrowableOfType(RoomRefusedException.class, () -> two.host(THERE).room().stage()
        .back(new Actor(bob.who(), false), "ann", two.alarm.nowMs())).refusal()).isEqualTo(RoomRefusal.LIVES_ELSEWHERE);
    links.end(link.linkId(), bob.who().sid()).join();
    assertThat(two.join(THERE, "ann").who().presence()).isEqualTo(Presence.USER);
  }

  @Test
  void anAdministratorThatRemovesThePictureMakesThatSideLeave() {
    LinkView link = linked();
    two.host(THERE).tell(() -> two.host(THERE).room().leave(two.user(THERE, "ann"), LeaveReason.REMOVED, two.alarm.nowMs()));
    LinkView now = two.host(THERE).room().links().all().getFirst();
    assertThat(now.invitee().joined()).isFalse();
    assertThat(now.inviter().joined()).isTrue();
    links.end(link.linkId(), ann.who().sid()).join();
    assertParted();
  }

  @Test
  void aSideThatCannotJoinSaysWhyAndTheLinkStays() throws Exception {
    two.join(THERE, "ann");
    LinkView asked = linked();
    LinkView now = two.host(THERE).room().links().all().getFirst();
    assertThat(now.reason()).isEqualTo("USER_IS_THERE");
    assertThat(now.invitee().joined()).isFalse();
    assertThat(refusal(links.join(asked.linkId(), bob.who().sid()))).isEqualTo(RoomRefusal.USER_IS_THERE);
    links.end(asked.linkId(), ann.who().sid()).join();
  }

  @Test
  void whatBackEndsForwardIsNoLinksToTake() throws Exception {
    two.forwards.open(HERE, "ann", THERE);
    LinkView asked = linked();
    assertThat(refusal(links.join(asked.linkId(), bob.who().sid()))).isEqualTo(RoomRefusal.USER_IS_THERE);
    links.end(asked.linkId(), ann.who().sid()).join();
    assertThat(two.user(THERE, "ann").presence()).as("the back end's forwarding stays").isEqualTo(Presence.FORWARDED);
  }

  @Test
  void aRequestWaitsThirtySeconds() {
    LinkView asked = request(ann, bob);
    two.alarm.advance(LinkBook.PENDING_MS - 1);
    assertThat(links.all().join()).hasSize(1);
    two.alarm.advance(1);
    assertThat(refusal(links.answer(asked.linkId(), bob.who().sid(), true, Wish.ALL, ""))).isEqualTo(RoomRefusal.NO_SUCH_LINK);
    assertParted();
  }

  @Test
  void severalLinksAtOnce() throws Exception {
    RoomKey third = new RoomKey("app", "third");
    two.rooms.enter(third, RoomSettings.DEFAULT.in(RoomMode.LIVE_VIDEO), (host, room) -> true);
    User cid = two.join(third, "cid");
    linked();
    LinkView other = request(ann, cid);
    links.answer(other.linkId(), cid.who().sid(), true, Wish.ALL, "").join();
    assertThat(two.host(HERE).room().visible()).extracting(Participant::userId).containsExactly("ann", "bob", "cid");
    assertThat(two.user(third, "ann").publications()).hasSize(1);
    links.end(other.linkId(), cid.who().sid()).join();
    assertThat(two.host(HERE).room().visible()).extracting(Participant::userId).containsExactly("ann", "bob");
    assertThat(two.media(HERE).borrowed.keySet()).hasSize(1);
    assertThat(Map.copyOf(two.media(third).borrowed)).isEmpty();
  }
}
