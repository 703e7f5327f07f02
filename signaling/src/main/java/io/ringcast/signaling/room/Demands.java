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

  /**
   * Takes what is wanted now.
   *
   * @param backup what is wanted in the backup codec
   */
  void want(Publication publication, @Nullable Layer highest, @Nullable Layer backup) {
    if (publication.kind() != MediaKind.VIDEO) {
      return;
    }
    boolean more = publication.demand().want(highest);
    boolean moreOfBackup = publication.backupDemand().want(backup);
    if (more || moreOfBackup) {
      tell(publication);
    }
    boolean less = publication.demand().less() || publication.backupDemand().less();
    boolean _ = less ? lessening.add(publication) : lessening.remove(publication);
  }

  /** Tells a publisher again what it may have missed. */
  void repeat(Publication publication) {
    if (publication.kind() == MediaKind.VIDEO && (publication.demanded() != Layer.BIG || publication.backupDemanded() != null)) {
      tell(publication);
    }
  }

  void forget(Publication publication) {
    lessening.remove(publication);
  }

  void advance(long nowMs) {
    for (Iterator<Publication> each = lessening.iterator(); each.hasNext();) {
      Publication publication = each.next();
      boolean less = publication.demand().advance(nowMs);
      boolean lessOfBackup = publication.backupDemand().advance(nowMs);
      if (less || lessOfBackup) {
        tell(publication);
      }
      if (!publication.demand().less() && !publication.backupDemand().less()) {
        each.remove();
      }
    }
  }

  long nextDueMs() {
    return lessening.stream().mapToLong(one -> Math.min(one.demand().dueMs(), one.backupDemand().dueMs())).min().orElse(Long.MAX_VALUE);
  }

  private static void tell(Publication publication) {
    publication.owner().seat().onDemand(publication, publication.demanded());
  }
}
