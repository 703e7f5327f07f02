package io.ringcast.calls.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.desk.UserState;
import io.ringcast.calls.exchange.Device;
import io.ringcast.calls.exchange.DeviceClass;
import io.ringcast.calls.exchange.UserView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchersTest {
  private static final Device PHONE = new Device("bob", "b", DeviceClass.MOBILE);
  private final Watchers watchers = new Watchers();
  private final List<UserView> heard = new ArrayList<>();
  private final Watch watch = new Watch(watchers, "app", heard::add);

  private static UserView bob(UserState state, Device... devices) {
    return new UserView("bob", state, List.of(devices));
  }

  @Test
  void hearsWhatIsNewOfThoseWhomItWatches() {
    watch.of(List.of("bob", "cy"));
    assertThat(watchers.wants("app", "bob")).isTrue();
    assertThat(watchers.wants("other", "bob")).isFalse();
    watchers.onUser("app", bob(UserState.IDLE, PHONE));
    watchers.onUser("app", bob(UserState.IDLE, PHONE));
    watchers.onUser("app", bob(UserState.IN_CALL, PHONE));
    watchers.onUser("other", bob(UserState.IDLE));
    assertThat(heard).containsExactly(bob(UserState.IDLE, PHONE), bob(UserState.IN_CALL, PHONE));
  }

  @Test
  void aNewListTakesThePlaceOfTheOldOne() {
    watch.of(List.of("bob"));
    watch.of(List.of("cy"));
    assertThat(watchers.wants("app", "bob")).isFalse();
    watch.end();
    watch.of(List.of("dee"));
    assertThat(watchers.size()).isZero();
  }
}
