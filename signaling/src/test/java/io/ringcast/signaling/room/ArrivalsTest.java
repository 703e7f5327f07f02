package io.ringcast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.Offers;
import io.ringcast.signaling.support.RecordingMedia;
import io.ringcast.signaling.support.RecordingSeat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ann is in the room; Bob's devices wait there, and one of them is let in. */
class ArrivalsTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final Permissions ALL = new Permissions(true, true, true, Set.of(), true, false, false);
  private static final Permissions NONE = new Permissions(false, false, false, Set.of(), false, true, false);

  private final List<String> whereabouts = new ArrayList<>();
  private final List<String> chronicled = new ArrayList<>();
  private boolean refusing;

  private final Room room = new Room(KEY, RoomSettings.DEFAULT, RoomLimits.DEFAULT,
      new Outside(new Told(), Exclusions.NONE, new Whereabouts(), new RoomCounters()), new Random(1), 0);

  private final class Whereabouts implements Residence {
    @Override
    public void check(RoomKey key, String userId, @Nullable Participant before) {
      whereabouts.add("check " + userId);
    }

    @Override
    public void enter(RoomKey key, String userId, String sid, @Nullable Participant before) throws RoomRefusedException {
      if (refusing) {
        throw new RoomRefusedException(RoomRefusal.ALREADY_ELSEWHERE, userId + " is elsewhere.", List.of());
      }
      whereabouts.add("enter " + userId);
    }

    @Override
    public void leave(RoomKey key, String userId, String sid) {
      whereabouts.add("leave " + userId);
    }
  }

  private final class Told implements Chronicle {
    @Override
    public void onLetIn(Participant who) {
      chronicled.add("let in " + who.userId());
    }
  }

  private record User(Participant who, RecordingSeat seat, RecordingMedia media) {}

  private User join(String userId, Permissions permissions, @Nullable String waitingAs) throws RoomRefusedException {
    RecordingSeat seat = new RecordingSeat();
    RecordingMedia media = new RecordingMedia();
    JoinRequest request = new JoinRequest(userId, Presence.USER, permissions, Profile.EMPTY, true, seat, media).waiting(waitingAs);
    room.check(request, 0);
    return new User(room.join(request, 0), seat, media);
  }

  private Publication publish(User user) throws RoomRefusedException, SdpException {
    Publication publication = room.announce(user.who(), TrackDetails.plain(MediaKind.AUDIO), false, 0);
    PublicationSpec spec = PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), publication.streamId())
        .publications().stream().filter(one -> one.kind() == MediaKind.AUDIO).findFirst().orElseThrow();
    room.live(publication, spec);
    return publication;
  }

  @Test
  void whoWaitsIsNowhereAndReceivesNothing() throws Exception {
    User ann = join("ann", ALL, null);
    Publication voice = publish(ann);
    whereabouts.clear();
    ann.seat().heard.clear();
    User bob = join("bob", NONE, "phone");
    assertThat(bob.who().presence()).isEqualTo(Presence.WAITING);
    assertThat(whereabouts).isEmpty();
    assertThat(ann.seat().heard).isEmpty();
    assertThat(bob.media().received).isEmpty();
    assertThat(room.users()).containsExactly(ann.who());
    assertThat(room.user("bob")).isNull();
    assertThat(room.headCount()).isEqualTo(1);
    assertThat(RoomView.of(room).members()).hasSize(1);
    room.subscribe(bob.who(), voice, true);
    assertThat(bob.media().received).isEmpty();
    room.leave(bob.who(), LeaveReason.REMOVED, 1_000);
    assertThat(whereabouts).isEmpty();
    assertThat(ann.seat().heard).isEmpty();
  }

  @Test
  void whoIsLetInIsThereByTheConnectionThatItHas() throws Exception {
    User ann = join("ann", ALL, null);
    Publication voice = publish(ann);
    User bob = join("bob", NONE, "phone");
    whereabouts.clear();
    room.letIn(bob.who(), ALL, 5_000);
    assertThat(whereabouts).containsExactly("enter bob");
    assertThat(chronicled).containsExactly("let in bob");
    assertThat(room.user("bob")).isSameAs(bob.who());
    assertThat(bob.who().joinedAtMs()).isEqualTo(5_000);
    assertThat(bob.who().permissions()).isEqualTo(ALL);
    assertThat(bob.media().received).contains(voice.sid());
    assertThat(ann.seat().heard).anyMatch(line -> line.startsWith("participant bob JOINED"));
    Publication answer = publish(bob);
    assertThat(ann.media().received).contains(answer.sid());
    room.leave(bob.who(), LeaveReason.LEFT, 6_000);
    assertThat(whereabouts).containsExactly("enter bob", "leave bob");
  }

  @Test
  void whoMayNotBeHereTooWaitsOn() throws Exception {
    User bob = join("bob", NONE, "phone");
    refusing = true;
    RoomRefusedException refused = catchThrowableOfType(RoomRefusedException.class, () -> room.letIn(bob.who(), ALL, 0));
    assertThat(refused.refusal()).isEqualTo(RoomRefusal.ALREADY_ELSEWHERE);
    assertThat(bob.who().presence()).isEqualTo(Presence.WAITING);
    assertThat(room.user("bob")).isNull();
    assertThat(chronicled).isEmpty();
  }

  @Test
  void eachDeviceWaitsOnceAndTheUsersOwnStayEndsWithTheLettingIn() throws Exception {
    User phone = join("bob", NONE, "phone");
    User tablet = join("bob", NONE, "tablet");
    assertThat(phone.who().left()).isFalse();
    User again = join("bob", NONE, "phone");
    assertThat(phone.seat().heard).contains("removed REPLACED");
    User there = join("bob", ALL, null);
    assertThat(again.who().left()).isFalse();
    room.letIn(tablet.who(), ALL, 0);
    assertThat(there.seat().heard).contains("removed REPLACED");
    assertThat(room.user("bob")).isSameAs(tablet.who());
    assertThat(again.who().presence()).isEqualTo(Presence.WAITING);
  }
}
