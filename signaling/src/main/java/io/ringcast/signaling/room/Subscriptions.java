package io.ringcast.signaling.room;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who receives what in one room: what is live, seen, allowed by both sides and wanted. After every change it brings each participant's
 * media to that state.
 */
final class Subscriptions {
  private final Collection<Participant> members;
  private final Set<Publication> live = new LinkedHashSet<>();
  private final Demands demands;
  private final Chronicle chronicle;

  /** @param members the room's members, as they change */
  Subscriptions(Collection<Participant> members, Demands demands, Chronicle chronicle) {
    this.members = members;
    this.demands = demands;
    this.chronicle = chronicle;
  }

  /** Settles everything that a participant may receive. */
  void settle(Participant viewer) {
    live.forEach(publication -> settle(viewer, publication));
  }

  /** A publication can be had from now on. */
  void enter(Publication publication) {
    live.add(publication);
    settle(publication);
  }

  /** Settles who receives a publication. */
  void settle(Publication publication) {
    members.forEach(viewer -> settle(viewer, publication));
    renewDemand(publication);
  }

  void settle(Participant viewer, Publication publication) {
    boolean entitled = entitled(viewer, publication) && viewer.wants(publication);
    Reception received = viewer.receiving().get(publication.sid());
    if (entitled && received == null) {
      Reception reception = viewer.preferred(publication);
      viewer.receiving().put(publication.sid(), reception);
      publication.takers().add(reception, viewer.needsBackup(publication));
      chronicle.onSubscribed(viewer, publication);
      viewer.media().receive(publication, reception);
      if (!viewer.secret() && publication.firstSubscribed()) {
        publication.owner().seat().onFirstSubscribed(publication);
      }
      renewDemand(publication);
    } else if (!entitled && received != null) {
      viewer.receiving().remove(publication.sid());
      publication.takers().remove(received, viewer.needsBackup(publication));
      viewer.media().release(publication);
      renewDemand(publication);
    }
  }

  /** Whether a participant may receive a publication, wanted or not. */
  static boolean entitled(Participant viewer, Publication publication) {
    Participant owner = publication.owner();
    return viewer != owner
        && publication.live()
        && !viewer.left()
        && !owner.left()
        && owner.visible()
        && viewer.permissions().subscribe()
        && owner.policy().admits(viewer.userId(), publication.sid());
  }

  void choose(Participant viewer, Publication publication, boolean wanted) {
    viewer.choose(publication, wanted);
    settle(viewer, publication);
    if (wanted && !publication.owner().policy().admits(viewer.userId(), publication.sid())) {
      tellPermission(viewer, publication, false);
    }
  }

  void adjust(Participant viewer, Publication publication, Reception reception) {
    viewer.prefer(publication, reception);
    Reception before = viewer.receiving().get(publication.sid());
    if (before != null) {
      viewer.receiving().put(publication.sid(), reception);
      publication.takers().remove(before, viewer.needsBackup(publication));
      publication.takers().add(reception, viewer.needsBackup(publication));
      viewer.media().adjust(publication, reception);
      renewDemand(publication);
    }
  }

  void policy(Participant owner, SubscriberPolicy next) {
    SubscriberPolicy before = owner.policy();
    owner.policy(next);
    for (Publication publication : owner.publications()) {
      for (Participant viewer : members) {
        boolean allowed = next.admits(viewer.userId(), publication.sid());
        settle(viewer, publication);
        if (allowed != before.admits(viewer.userId(), publication.sid()) && viewer != owner && viewer.wants(publication)) {
          tellPermission(viewer, publication, allowed);
        }
      }
    }
  }

  /** Of what the viewer may not know it hears nothing, not even a refusal. */
  private static void tellPermission(Participant viewer, Publication publication, boolean allowed) {
    if (publication.live() && publication.owner().visible()) {
      viewer.seat().onPermission(publication, allowed);
    }
  }

  /** The publication has ended: nobody receives it or remembers a wish about it. */
  void withdraw(Publication publication) {
    live.remove(publication);
    for (Participant viewer : members) {
      Reception received = viewer.receiving().remove(publication.sid());
      if (received != null) {
        publication.takers().remove(received, viewer.needsBackup(publication));
        viewer.media().release(publication);
      }
      viewer.forget(publication);
    }
    demands.forget(publication);
  }

  /** Takes everything from a participant whose media goes on elsewhere. */
  void release(Participant viewer) {
    for (Publication publication : live) {
      Reception received = viewer.receiving().remove(publication.sid());
      if (received != null) {
        publication.takers().remove(received, viewer.needsBackup(publication));
        viewer.media().release(publication);
        renewDemand(publication);
      }
    }
  }

  /** A participant has left: it receives nothing any more. */
  void dismiss(Participant viewer) {
    for (Publication publication : live) {
      Reception received = viewer.receiving().remove(publication.sid());
      if (received != null) {
        publication.takers().remove(received, viewer.needsBackup(publication));
        renewDemand(publication);
      }
    }
  }

  private void renewDemand(Publication publication) {
    demands.want(publication, publication.takers().highest(false), publication.takers().highest(true));
  }

  /** A viewer cannot play a publication as it is: it is to have it in its backup codec, once that is sent. */
  void fallBack(Participant viewer, Publication publication) {
    Reception received = viewer.receiving().get(publication.sid());
    if (received != null && !viewer.needsBackup(publication)) {
      publication.takers().remove(received, false);
      publication.takers().add(received, true);
    }
    viewer.needBackup(publication);
    renewDemand(publication);
  }

  /** A publication can be had in its backup codec, or no longer. */
  void backupChanged(Publication publication) {
    for (Participant viewer : members) {
      if (viewer.needsBackup(publication) && viewer.receiving().containsKey(publication.sid())) {
        viewer.media().backupChanged(publication);
      }
    }
  }
}
