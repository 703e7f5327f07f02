package io.ringcast.signaling.room.forward;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Participants of one room that are shown in another of the same app. A forwarding has two ends, each a member of its room and owned by
 * that room's queue; they share nothing and tell each other how things stand ({@link Newest}).
 *
 * <pre>
 * source room's queue (SourceEnd)                     destination room's queue (DestinationEnd)
 * enters, receives what its participant publishes
 *                            opens: {@link #open} →   enters as the participant, FORWARDED
 * begins            portrait: profile, tracks →       shows it; the media plane lends the tracks
 *                   ← watched: layers wanted          somebody subscribes, or nobody any longer
 * participant leaves, or is hidden       end →        leaves
 * leaves                                 ← end        is removed, its room ends, its user comes itself
 * </pre>
 *
 * Whichever end goes first, the other follows. Nothing waits for the other room but {@link #open}, which is for threads that may wait;
 * {@link #show} does the same without waiting, for a link.
 */
public final class Forwards {
  /** Rooms in which one participant is shown at a time. */
  static final int PER_PARTICIPANT_MAX = 16;

  private final Rooms rooms;
  private final Set<Route> open = ConcurrentHashMap.newKeySet();

  private record Route(String participantSid, RoomKey destination) {}

  public Forwards(Rooms rooms) {
    this.rooms = rooms;
  }

  /** Shows a user of an open room in another one, which is opened if there is none; one that is shown there already stays so. */
  public void open(RoomKey source, String userId, RoomKey destination) throws RoomRefusedException {
    SourceEnd[] opened = new SourceEnd[1];
    Profile profile = rooms.enterOpen(source, (host, room) -> {
      Participant subject = subject(room, userId);
      Route route = new Route(subject.sid(), destination);
      if (!open.contains(route)) {
        require(subject);
        opened[0] = new SourceEnd(host, subject, () -> open.remove(route));
        open.add(route);
      }
      return subject.profile();
    }).orElseThrow(() -> nobody(userId, source));
    SourceEnd end = opened[0];
    if (end != null) {
      enter(end, destination, profile);
    }
  }

  /** What becomes of a showing, told on whatever queue knows it first. */
  public interface Outcome {
    void onShown();

    void onRefused(RoomRefusedException why);

    /** It is shown no longer, whoever wants it so. */
    void onEnded();
  }

  /** Somebody who is shown in another room, or soon will be. Any thread may end that. */
  public static final class Showing {
    private final RoomHost source;
    /** Of the source room's queue. */
    private @Nullable SourceEnd end;

    Showing(RoomHost source) {
      this.source = source;
    }

    public void end() {
      source.tell(() -> {
        if (end != null) {
          end.end();
        }
      });
    }
  }

  /**
   * Shows a member of one open room in another without waiting for either; any thread. While it is shown, its user cannot come into the
   * other room itself.
   */
  public Showing show(RoomHost source, String participantSid, RoomHost destination, Outcome outcome) {
    Showing showing = new Showing(source);
    source.tell(() -> {
      try {
        showing.end = leaving(source, participantSid, destination.key(), outcome);
      } catch (RoomRefusedException e) {
        outcome.onRefused(e);
        return;
      }
      SourceEnd end = showing.end;
      Profile profile = end.subject().profile();
      destination.tell(() -> arrive(end, destination, profile, outcome));
    });
    return showing;
  }

  private SourceEnd leaving(RoomHost source, String participantSid, RoomKey destination, Outcome outcome) throws RoomRefusedException {
    Participant subject = source.room().member(participantSid);
    if (subject == null || source.room().ended()) {
      throw refused(RoomRefusal.NO_SUCH_USER, "It has just left room " + source.key().roomId() + ".");
    }
    Route route = new Route(participantSid, destination);
    if (open.contains(route)) {
      throw refused(RoomRefusal.USER_IS_THERE, subject.userId() + " is shown in room " + destination.roomId() + " already.");
    }
    require(subject);
    SourceEnd end = new SourceEnd(source, subject, () -> {
      open.remove(route);
      outcome.onEnded();
    });
    open.add(route);
    return end;
  }

  private static void arrive(SourceEnd end, RoomHost destination, Profile profile, Outcome outcome) {
    DestinationEnd there;
    try {
      if (destination.room().ended()) {
        throw refused(RoomRefusal.NO_SUCH_USER, "Room " + destination.key().roomId() + " has just ended.");
      }
      there = new DestinationEnd(destination, end, profile, true);
    } catch (RoomRefusedException e) {
      outcome.onRefused(e);
      end.host().tell(end::end);
      return;
    }
    outcome.onShown();
    end.host().tell(() -> end.begin(there));
  }

  private void enter(SourceEnd end, RoomKey destination, Profile profile) throws RoomRefusedException {
    RoomHost from = end.host();
    DestinationEnd there;
    try {
      there = rooms.enter(destination, RoomSettings.DEFAULT, (host, room) -> new DestinationEnd(host, end, profile, false));
    } catch (RoomRefusedException e) {
      from.tell(end::end);
      throw e;
    }
    from.tell(() -> end.begin(there));
  }

  /** A user that can be shown, or taken, elsewhere. */
  static Participant subject(Room room, String userId) throws RoomRefusedException {
    Participant subject = room.user(userId);
    if (subject == null) {
      throw nobody(userId, room.key());
    }
    if (subject.presence() == Presence.FORWARDED) {
      throw refused(RoomRefusal.LIVES_ELSEWHERE, userId + " is forwarded to room " + room.key().roomId() + ": ask in its own.");
    }
    return subject;
  }

  private void require(Participant subject) throws RoomRefusedException {
    if (!subject.visible()) {
      throw refused(RoomRefusal.NO_SUCH_USER, subject.userId() + " is hidden: nobody may see it elsewhere either.");
    }
    if (open.stream().filter(route -> route.participantSid().equals(subject.sid())).count() >= PER_PARTICIPANT_MAX) {
      throw refused(RoomRefusal.TOO_MANY_FORWARDINGS, subject.userId() + " is shown in " + PER_PARTICIPANT_MAX + " rooms already.");
    }
  }

  static RoomRefusedException nobody(String userId, RoomKey room) {
    return refused(RoomRefusal.NO_SUCH_USER, userId + " is not in room " + room.roomId() + ".");
  }

  private static RoomRefusedException refused(RoomRefusal reason, String detail) {
    return new RoomRefusedException(reason, detail, List.of());
  }
}
