package io.ringcast.signaling.mix;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.events.Happening;
import io.ringcast.events.Happening.MixChanged;
import io.ringcast.events.Happening.MixStep;
import io.ringcast.events.NewEvent;
import io.ringcast.http.Json;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.mix.RoomMixes.Existing;
import io.ringcast.signaling.push.RoomPushes;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.room.host.UserRules;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.SlowLog;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written of a room's mix. */
class MixEventsTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);

  private final RecordingMixes mixer = new RecordingMixes();
  private final SlowLog log = new SlowLog().prompt(true);
  private final Rooms rooms =
      new Rooms(new FakeSfu(), Runnable::run, new FakeAlarm(), new Random(1), RoomLimits.DEFAULT, log, UserRules.USUAL);
  private final RoomMixes mixes = new RoomMixes(rooms, mixer, new RoomPushes(rooms, new Random(7)).list());
  private RoomHost host;

  @BeforeEach
  void meet() throws Exception {
    host = rooms.enter(KEY, RoomSettings.DEFAULT, (now, room) -> {
      room.join(new JoinRequest("ann", Presence.USER, HOST, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), now.nowMs());
      return now;
    });
  }

  private void submit() throws Exception {
    mixes.submit(host, Json.object("{}"), null, Existing.REPLACED);
  }

  private List<MixChanged> told() {
    return log.taken.stream().map(NewEvent::happening).filter(MixChanged.class::isInstance).map(MixChanged.class::cast).toList();
  }

  private static MixChanged event(MixStep step, long change, String reason, String leftOut) {
    return new MixChanged("mix_main", step, "ASKED", change, reason, leftOut);
  }

  @Test
  void itsLifeIsToldFromItsBeginningToItsEnd() throws Exception {
    submit();
    submit();
    mixer.ear().onLeftOut("ann_main");
    mixer.ear().onRestarted(MixFault.INTERNAL);
    mixes.stop(host);
    assertThat(told()).containsExactly(
        event(MixStep.STARTED, 1, null, null),
        event(MixStep.CHANGED, 2, null, null),
        event(MixStep.STREAM_LEFT_OUT, 2, null, "ann_main"),
        event(MixStep.RESTARTED, 2, "INTERNAL", null),
        event(MixStep.ENDED, 2, null, null));
    assertThat(told()).extracting(Happening::label).containsOnly("mix_changed");
  }

  @Test
  void oneThatFailedIsToldWithItsReasonAndEnds() throws Exception {
    submit();
    mixer.ear().onFailed(MixFault.CODEC);
    assertThat(told()).containsExactly(
        event(MixStep.STARTED, 1, null, null), event(MixStep.FAILED, 1, "CODEC", null), event(MixStep.ENDED, 1, null, null));
  }
}
