package io.ringcast.signaling.room;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the publishers of one room which layers of their videos are wanted. */
final class Demands {
  private final Set<Publication> lessening = new LinkedHashSet<>();

  void want(Publication publication, @Nullable Layer highest) {
    if (publication.kind() != MediaKind.VIDEO) {
      return;
    }
    if (publication.demand().want(highest)) {
      tell(publication);
    }
    boolean _ = publication.demand().less() ? lessening.add(publication) : lessening.remove(publication);
  }

  /** Tells a publisher again what it may have missed. */
  void repeat(Publication publication) {
    if (publication.kind() == MediaKind.VIDEO && publication.demand().told() != Layer.BIG) {
      tell(publication);
    }
  }

  void forget(Publication publication) {
    lessening.remove(publication);
  }

  void advance(long nowMs) {
    for (Iterator<Publication> each = lessening.iterator(); each.hasNext();) {
      Publication publication = each.next();
      if (publication.demand().advance(nowMs)) {
        each.remove();
        tell(publication);
      }
    }
  }

  long nextDueMs() {
    return lessening.stream().mapToLong(publication -> publication.demand().dueMs()).min().orElse(Long.MAX_VALUE);
  }

  private static void tell(Publication publication) {
    publication.owner().seat().onDemand(publication, publication.demand().told());
  }
}
