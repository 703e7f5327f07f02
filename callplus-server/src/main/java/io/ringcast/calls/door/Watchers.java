package io.ringcast.calls.door;

import io.ringcast.calls.desk.UserState;
import io.ringcast.calls.exchange.UserListener;
import io.ringcast.calls.exchange.UserView;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who wants to know what which users do. Any thread may change it; exchanges tell of changes. */
final class Watchers implements UserListener {
  private final Map<User, Watched> byUser = new ConcurrentHashMap<>();

  private record User(String appId, String userId) {}

  /** What others may know of a user. */
  private record Seen(boolean online, UserState state) {}

  private static final class Watched {
    private final Set<Consumer<UserView>> watchers = ConcurrentHashMap.newKeySet();
    /** By its exchange's thread alone. */
    private @Nullable Seen last;

    /** Whether it is news. */
    boolean learn(Seen now) {
      boolean news = !now.equals(last);
      last = now;
      return news;
    }
  }

  /** @param watcher hears of changes from now on; it returns at once */
  void watch(String appId, Collection<String> userIds, Consumer<UserView> watcher) {
    userIds.forEach(userId -> byUser.compute(new User(appId, userId), (user, before) -> {
      Watched watched = before == null ? new Watched() : before;
      watched.watchers.add(watcher);
      return watched;
    }));
  }

  void unwatch(String appId, Collection<String> userIds, Consumer<UserView> watcher) {
    userIds.forEach(userId -> byUser.computeIfPresent(new User(appId, userId), (user, watched) -> {
      watched.watchers.remove(watcher);
      return watched.watchers.isEmpty() ? null : watched;
    }));
  }

  /** Users that somebody watches. */
  int size() {
    return byUser.size();
  }

  @Override
  public boolean wants(String appId, String userId) {
    return byUser.containsKey(new User(appId, userId));
  }

  @Override
  public void onUser(String appId, UserView user) {
    Watched watched = byUser.get(new User(appId, user.userId()));
    if (watched != null && watched.learn(new Seen(user.online(), user.state()))) {
      watched.watchers.forEach(watcher -> watcher.accept(user));
    }
  }
}
