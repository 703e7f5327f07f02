package io.ringcast.signaling.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakePushers;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session's pushes: how many there may be, and when they end. */
class RoomPushesTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);

  private final FakeAlarm alarm = new FakeAlarm();
  private final FakePushers pushers = new FakePushers();
  private final Rooms rooms = new Rooms(new FakeSfu(), new Turns(1), alarm, new Random(1), RoomLimits.DEFAULT);
  private final RoomPushes pushes = new RoomPushes(rooms, new Random(7));
  private RoomHost host;
  private Participant ann;

  @BeforeEach
  void meet() throws RoomRefusedException {
    pushes.by(pushers);
    ann = rooms.enter(KEY, RoomSettings.DEFAULT, (now, room) -> {
      host = now;
      return room.join(new JoinRequest("ann", Presence.USER, HOST, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), now.nowMs());
    });
  }

  private PushState start(int number) throws Exception {
    return pushes.start(host, "rtmp://a/live/key" + number, null);
  }

  @Test
  void aSixthIsRefusedUntilOneEnds() throws Exception {
    PushState first = start(1);
    for (int i = 2; i <= RoomPushes.PUSHES_MAX; i++) {
      start(i);
    }
    assertThatThrownBy(() -> start(6)).isInstanceOfSatisfying(RoomRefusedException.class,
        e -> assertThat(e.refusal()).isEqualTo(RoomRefusal.TOO_MANY_PUSHES));
    assertThat(pushers.running).hasSize(RoomPushes.PUSHES_MAX);
    pushes.stop(host, first.pushId());
    start(6);
    assertThat(pushers.running).hasSize(RoomPushes.PUSHES_MAX).contains("rtmp://a/live/key6").doesNotContain("rtmp://a/live/key1");
  }

  @Test
  void noKeyIsShown() throws Exception {
    start(1);
    assertThat(pushes.all(host)).singleElement().satisfies(state -> {
      assertThat(state.url()).isEqualTo("rtmp://a/live");
      assertThat(state.toString()).doesNotContain("key1");
      assertThat(state.sentBytes()).isEqualTo(7);
    });
  }

  @Test
  void theyEndWithTheirSession() throws Exception {
    start(1);
    start(2);
    host.tell(() -> host.room().leave(ann, LeaveReason.LEFT, host.nowMs()));
    alarm.advance(2 * RoomPushes.LOOK_MS);
    assertThat(pushers.running).isEmpty();
  }

  @Test
  void oneThatCannotBeginIsForgottenAndTakesNoPlace() throws Exception {
    assertThatThrownBy(() -> pushes.start(host, "rtmp://nowhere/live/key", null)).isInstanceOf(PushFaultException.class);
    assertThat(pushes.all(host)).isEmpty();
  }

  private PushList.Change enter(String... urls) throws Exception {
    List<Pushers.Target> targets = new ArrayList<>();
    for (String url : urls) {
      targets.add(pushes.list().read(url));
    }
    return pushes.list().enter(host, targets);
  }

  @Test
  void aListThatCameToNothingLeavesAllAsItWas() throws Exception {
    pushes.list().begin(host, enter("rtmp://a/live/k"));
    pushes.list().undo(host, enter("rtmp://b/live/k", "rtmp://c/live/k"));
    assertThat(pushers.running).containsExactly("rtmp://a/live/k");
    assertThat(pushes.all(host)).hasSize(1);
  }
}
