package io.ringcast.signaling.room.forward;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.Loan;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.UnknownPublicationException;
import io.ringcast.signaling.room.DataMessage;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.forward.Portrait.Track;
import io.ringcast.signaling.room.host.RoomHost;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A forwarding where its participant is shown: a member of that room with publications of its own names, whose media the media plane lends
 * from the other room. Runs on the destination room's queue.
 */
final class DestinationEnd implements Seat, RoomMedia {
  private static final Permissions SHOWN = new Permissions(true, false, true, Set.of(), false, false, false);

  private final RoomHost host;
  private final SourceEnd source;
  private final Participant self;
  private final boolean linked;
  private final Newest<Map<String, Reception>> watched;
  private final Map<String, Shown> shown = new LinkedHashMap<>();
  private final Set<String> unwanted = new HashSet<>();
  private boolean ended;

  private record Shown(Publication publication, Loan loan) {}

  /**
   * Enters the room.
   *
   * @param linked whether it stays until it is ended, even if its user wants to come itself
   */
  DestinationEnd(RoomHost host, SourceEnd source, Profile profile, boolean linked) throws RoomRefusedException {
    this.host = host;
    this.linked = linked;
    this.source = source;
    watched = new Newest<>(host, source.host(), this::compose, source::watched);
    self = host.room().join(
        new JoinRequest(source.subject().userId(), Presence.FORWARDED, SHOWN, profile, false, this, this), host.nowMs());
    host.room().activate(self);
  }

  RoomHost host() {
    return host;
  }

  /** Brings what is shown to how the participant is now. */
  void show(Portrait portrait) {
    if (ended) {
      return;
    }
    if (!self.profile().equals(portrait.profile())) {
      try {
        host.room().set(self, portrait.profile(), host.nowMs());
      } catch (RoomRefusedException e) {
        throw new IllegalStateException("both rooms have the same limits", e);
      }
    }
    Set<String> there = portrait.tracks().stream().map(Track::sid).collect(Collectors.toSet());
    unwanted.retainAll(there);
    for (String sid : List.copyOf(shown.keySet())) {
      if (!there.contains(sid)) {
        hide(sid);
      }
    }
    portrait.tracks().forEach(this::show);
    host.room().heard(self, portrait.level());
    host.room().linked(self, portrait.link());
  }

  private void hide(String sid) {
    Shown gone = shown.remove(sid);
    if (gone != null) {
      gone.loan().close();
      host.room().unpublish(gone.publication());
    }
  }

  private void show(Track track) {
    Shown known = shown.get(track.sid());
    if (known != null) {
      host.room().describe(known.publication(), track.details());
      host.room().mute(known.publication(), track.muted(), true);
    } else if (!unwanted.contains(track.sid())) {
      showNew(track);
    }
  }

  private void showNew(Track track) {
    Publication publication;
    try {
      publication = host.room().announce(self, track.details(), track.muted(), host.nowMs());
    } catch (RoomRefusedException e) {
      unwanted.add(track.sid());
      return;
    }
    try {
      Loan loan = source.host().media().lend(track.spec().id(), host.media(), publication.id());
      shown.put(track.sid(), new Shown(publication, loan));
      host.room().live(publication, track.spec().named(publication.id(), publication.streamId()));
      watched.changed();
    } catch (UnknownPublicationException e) {
      // It has just ended there; the next portrait is without it.
      host.room().unpublish(publication);
    }
  }

  /**
   * Tells everybody here what the participant told everybody there. The packet names it by its id, which is the same in both rooms.
   *
   * @param done runs once the message is needed no longer
   */
  void tell(Delivery delivery, byte[] message, Runnable done) {
    if (ended) {
      done.run();
    } else {
      host.room().data().send(new DataMessage(delivery, self, 0, "", Set.of(), Set.of(), message), host.nowMs(), done);
    }
  }

  private Map<String, Reception> compose() {
    Map<String, Reception> receptions = new HashMap<>();
    shown.forEach((sid, one) -> {
      if (one.publication().kind() == MediaKind.VIDEO) {
        Layer highest = one.publication().demanded();
        receptions.put(sid, highest == null ? new Reception(true, Layer.SMALL) : new Reception(false, highest));
      }
    });
    return receptions;
  }

  /** Takes part no longer, whoever wants it so; in the midst of a change too. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    host.tell(() -> {
      host.room().leave(self, LeaveReason.FORWARDING_ENDED, host.nowMs());
      shown.values().forEach(one -> one.loan().close());
      shown.clear();
    });
    source.host().tell(source::end);
  }

  @Override
  public RoomKey origin() {
    return source.host().key();
  }

  @Override
  public boolean holdsItsPlace() {
    return linked;
  }

  @Override
  public void onRemoved(LeaveReason reason) {
    end();
  }

  @Override
  public void onDemand(Publication own, @Nullable Layer highest) {
    watched.changed();
  }

  /** An administrator may take away what it publishes: it is not shown again. */
  @Override
  public void onUnpublished(Publication own) {
    for (Map.Entry<String, Shown> entry : List.copyOf(shown.entrySet())) {
      if (entry.getValue().publication() == own) {
        shown.remove(entry.getKey());
        unwanted.add(entry.getKey());
        entry.getValue().loan().close();
      }
    }
  }
}
