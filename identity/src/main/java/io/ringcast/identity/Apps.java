package io.ringcast.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every app of this server, found by any of its API keys; immutable. */
public final class Apps {

  /** An API key with the app it speaks for. */
  public record Owner(App app, KeyPair pair) { }

  private final Map<String, Owner> byKey = new HashMap<>();
  private final List<App> all;

  public Apps(Collection<App> apps) {
    all = List.copyOf(apps);
    Set<String> ids = new HashSet<>();
    for (App app : all) {
      if (!ids.add(app.appId())) {
        throw new IllegalArgumentException("app id " + app.appId() + " is used twice");
      }
      app.keys().forEach(pair -> add(app, pair));
    }
  }

  private void add(App app, KeyPair pair) {
    Owner before = byKey.putIfAbsent(pair.key(), new Owner(app, pair));
    if (before != null) {
      throw new IllegalArgumentException(
        "API key " + pair.key() + " belongs to app " + before.app().appId() + " and to app " + app.appId());
    }
  }

  public List<App> all() {
    return all;
  }

  /** Where an app's users may be; as by default for an app that is not here. */
  public StayPolicy staysOf(String appId) {
    return all.stream().filter(app -> app.appId().equals(appId)).map(App::stays).findFirst().orElse(StayPolicy.DEFAULT);
  }

  public @Nullable Owner ownerOf(String apiKey) {
    return byKey.get(apiKey);
  }
}
