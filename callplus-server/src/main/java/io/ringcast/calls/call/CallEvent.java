package io.ringcast.calls.call;

import java.util.List;

/** What happens to a call. Those that a call accepted, replayed in their order, make the same call again. */
public sealed interface CallEvent {
  /**
   * @param connectsOnMedia whether a participant is on the call with its first media; otherwise with its coming into the room
   * @param extra what the app tells those who are called; may be empty
   * @param push what it wants pushed to devices that are not connected, as JSON; may be empty
   */
  record Started(
      String callerId, String deviceId, CallType type, CallMedia media, JoinRule joinRule, CallTimes times, boolean connectsOnMedia,
      List<Invitee> invitees, String extra, String push)
      implements CallEvent {
    public Started {
      invitees = List.copyOf(invitees);
    }
  }

  /** A device of somebody who was asked rings. */
  record Rang(String userId) implements CallEvent {}

  record Accepted(String userId, String deviceId) implements CallEvent {}

  /** Rejects, takes back or leaves, by the state that the participant is in. */
  record HungUp(String userId, String deviceId) implements CallEvent {}

  /** Takes another call. */
  record Forsook(String userId) implements CallEvent {}

  record Invited(String byUserId, List<Invitee> invitees) implements CallEvent {
    public Invited {
      invitees = List.copyOf(invitees);
    }
  }

  /** Comes uninvited, or comes back; the rule of who may was looked at. */
  record Joined(String userId, String deviceId) implements CallEvent {}

  /** The other call of somebody who was asked here is over. */
  record LineFreed(String userId) implements CallEvent {}

  record EnteredRoom(String userId) implements CallEvent {}

  record MediaArrived(String userId) implements CallEvent {}

  /** The device that takes part is gone. */
  record DeviceGone(String userId) implements CallEvent {}

  record DeviceBack(String userId) implements CallEvent {}

  record SwitchAsked(String userId, CallMedia media) implements CallEvent {}

  record SwitchAnswered(String userId, long transactionId, boolean agreed) implements CallEvent {}

  record SwitchWithdrawn(String userId, long transactionId) implements CallEvent {}

  record EndedByApi() implements CallEvent {}

  /** Nothing but time. */
  record TimePassed() implements CallEvent {}
}
