package io.ringcast.signaling.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.http.Json;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.mix.RoomMixes.Existing;
import io.ringcast.signaling.push.PushState;
import io.ringcast.signaling.push.RoomPushes;
import io.ringcast.signaling.room.JoinRequest;
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
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The servers that a mix's document lists: they come, stay and go with it. */
class ListedPushesTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);
  private static final String A = "rtmp://a/live/k";
  private static final String B = "rtmp://b/live/k";
  private static final String C = "rtmp://c/live/k";

  private final FakePushers pushers = new FakePushers();
  private final RecordingMixes mixer = new RecordingMixes();
  private final Rooms rooms = new Rooms(new FakeSfu(), new Turns(1), new FakeAlarm(), new Random(1), RoomLimits.DEFAULT);
  private final RoomPushes pushes = new RoomPushes(rooms, new Random(7));
  private final RoomMixes mixes = new RoomMixes(rooms, mixer, pushes.list());
  private RoomHost host;

  @BeforeEach
  void meet() throws RoomRefusedException {
    pushes.by(pushers);
    rooms.enter(KEY, RoomSettings.DEFAULT, (now, room) -> {
      host = now;
      return room.join(new JoinRequest("ann", Presence.USER, HOST, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), now.nowMs());
    });
  }

  private MixState submit(@Nullable Long sequence, String... urls) throws Exception {
    String listed = Arrays.stream(urls).map(url -> "{\"pushurl\": \"" + url + "\"}").collect(Collectors.joining(","));
    return mixes.submit(host, Json.object("{\"output\": {\"audio\": {\"bitrate\": 48}, \"cdn\": [" + listed + "]}}"), sequence,
        Existing.REPLACED).state();
  }

  @Test
  void theListInForceIsPushedTo() throws Exception {
    submit(null, A, B);
    assertThat(pushers.running).containsExactly(A, B);
    submit(null, B, C);
    assertThat(pushers.running).as("one goes on undisturbed").containsExactly(B, C);
    mixes.submit(host, Json.object("{}"), null, Existing.REPLACED);
    assertThat(pushers.running).as("nothing is said of them").containsExactly(B, C);
    submit(null);
    assertThat(pushers.running).isEmpty();
  }

  @Test
  void theyEndWithTheMixAndOthersGoOn() throws Exception {
    submit(null, A);
    pushes.start(host, B, null);
    mixes.stop(host);
    assertThat(pushers.running).containsExactly(B);
  }

  @Test
  void whatIsAskedIsDoneWholeOrNotAtAll() throws Exception {
    submit(4L, A);
    assertThatThrownBy(() -> submit(4L, B)).isInstanceOfSatisfying(RoomRefusedException.class,
        e -> assertThat(e.refusal()).isEqualTo(RoomRefusal.STALE_MIX));
    assertThatThrownBy(() -> submit(null, B, "http://b/live/k")).isInstanceOfSatisfying(MixFaultException.class,
        e -> assertThat(e.field()).isEqualTo("output.cdn[1].pushurl"));
    pushes.start(host, "rtmp://x/live/1", null);
    pushes.start(host, "rtmp://x/live/2", null);
    assertThatThrownBy(() -> submit(null, A, B, C, "rtmp://d/live/k")).isInstanceOfSatisfying(RoomRefusedException.class,
        e -> assertThat(e.refusal()).isEqualTo(RoomRefusal.TOO_MANY_PUSHES));
    assertThat(pushers.running).containsExactly(A, "rtmp://x/live/1", "rtmp://x/live/2");
    assertThat(mixes.state(host).sequence()).isEqualTo(4);
    submit(null, B, C, "rtmp://d/live/k");
    assertThat(pushers.running).as("what goes makes room for what comes").hasSize(RoomPushes.PUSHES_MAX).doesNotContain(A);
  }

  @Test
  void theKeysAreNotShown() throws Exception {
    assertThat(submit(null, A).config().toString()).isEqualTo("{\"output\":{\"audio\":{\"bitrate\":48}}}");
  }

  @Test
  void oneThatCannotBeginHoldsNothingUp() throws Exception {
    submit(null, "rtmp://nowhere/live/k", A);
    assertThat(pushers.running).containsExactly(A);
    assertThat(pushes.all(host)).extracting(PushState::url).containsExactly("rtmp://a/live");
  }
}
