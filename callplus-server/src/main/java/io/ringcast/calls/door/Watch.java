package io.ringcast.calls.door;

import io.ringcast.calls.exchange.UserView;
import java.util.List;
import java.util.function.Consumer;

/** Whom one channel watches. Owned by the channel's frames, which come one after the other; ended once. */
final class Watch {
  private final Watchers watchers;
  private final String appId;
  private final Consumer<UserView> watcher;
  private List<String> userIds = List.of();
  private boolean ended;

  /** @param watcher its own, and nobody else's */
  Watch(Watchers watchers, String appId, Consumer<UserView> watcher) {
    this.watchers = watchers;
    this.appId = appId;
    this.watcher = watcher;
  }

  /** Takes the place of those before. */
  synchronized void of(List<String> others) {
    watchers.unwatch(appId, userIds, watcher);
    userIds = ended ? List.of() : others;
    watchers.watch(appId, userIds, watcher);
  }

  synchronized void end() {
    of(List.of());
    ended = true;
  }
}
