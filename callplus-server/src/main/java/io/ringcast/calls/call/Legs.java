package io.ringcast.calls.call;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everybody who takes part in one call, did, or was asked to; in the order of their coming. */
final class Legs {
  private final Map<String, Leg> byUser = new LinkedHashMap<>();

  Collection<Leg> all() {
    return Collections.unmodifiableCollection(byUser.values());
  }

  @Nullable Leg of(String userId) {
    return byUser.get(userId);
  }

  Leg ofOrNew(String userId) {
    return byUser.computeIfAbsent(userId, Leg::new);
  }

  /** Those that are not over; a copy, so that they may end meanwhile. */
  List<Leg> living() {
    return byUser.values().stream().filter(leg -> !leg.state().over()).toList();
  }

  List<Leg> waiting() {
    return byUser.values().stream().filter(leg -> leg.state().waiting()).toList();
  }

  List<Leg> active() {
    return byUser.values().stream().filter(leg -> leg.state().active()).toList();
  }

  Leg active(String userId) throws CallRefusedException {
    Leg leg = byUser.get(userId);
    if (leg == null || !leg.state().active()) {
      throw new CallRefusedException(CallRefusal.NOT_IN_CALL, "%s does not take part in this call.".formatted(userId));
    }
    return leg;
  }
}
