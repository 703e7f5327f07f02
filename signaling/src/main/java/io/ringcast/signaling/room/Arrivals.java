package io.ringcast.signaling.room;

import io.ringcast.sfu.api.RoomKey;

/**
 * How users come to be in one room, and perhaps in no other: at once, or after they have waited in it.
 *
 * <pre>
 *   presence   on                                to
 *   (none)     {@link Room#join}                  USER, WAITING
 *   WAITING    {@link #letIn}                     USER      is seen, told and counted; elsewhere no more, where its app wants that
 *   WAITING    the same device again, a leave,   (none)    nobody hears of it
 *              the room's end
 * </pre>
 */
final class Arrivals {
  private final Scene scene;
  private final Departure departure;

  /** What of the room takes part. */
  record Scene(RoomKey key, Members members, Admission admission, Residence residence, Chronicle chronicle, Notices notices,
      Subscriptions subscriptions) {}

  /** Takes a participant out. */
  @FunctionalInterface
  interface Departure {
    void leave(Participant who, LeaveReason reason, long nowMs);
  }

  Arrivals(Scene scene, Departure departure) {
    this.scene = scene;
    this.departure = departure;
  }

  /** Refuses a user who would not be let in now because of where it is. Who waits is nowhere. */
  void check(JoinRequest request) throws RoomRefusedException {
    if (request.presence() != Presence.WAITING) {
      scene.residence().check(scene.key(), request.userId(), scene.members().itself(request.userId()));
    }
  }

  /** A user is here from now on, by this sid, and may not be elsewhere. */
  void enter(JoinRequest request, String sid) throws RoomRefusedException {
    if (request.presence() == Presence.USER) {
      scene.residence().enter(scene.key(), request.userId(), sid, scene.members().itself(request.userId()));
    }
  }

  /** Who waits is a user from now on; the user's earlier stay ends. */
  void letIn(Participant waiting, Permissions permissions, RoomMode mode, long nowMs) throws RoomRefusedException {
    scene.chronicle().requireOpen();
    JoinRequest as = waiting.request().letIn(permissions);
    scene.admission().admit(as, mode, nowMs);
    enter(as, waiting.sid());
    Participant before = scene.members().before(as);
    scene.members().letIn(waiting, as, nowMs);
    if (before != null) {
      departure.leave(before, LeaveReason.REPLACED, nowMs);
    }
    scene.chronicle().onLetIn(waiting);
    scene.notices().changed(waiting);
    scene.subscriptions().settle(waiting);
    waiting.seat().onPermitted();
  }
}
