package io.ringcast.signaling.room;

import java.util.Collection;

/** Brings data messages to those members of one room that they are for and that can be reached. */
public final class DataRelay {
  private final Collection<Participant> members;

  /** @param members the room's members, as they change */
  DataRelay(Collection<Participant> members) {
    this.members = members;
  }

  /** Sends a message on; its sender must be allowed to send it. */
  public void send(DataMessage message) {
    Participant from = message.from();
    if (from != null && !from.permissions().publishData()) {
      return;
    }
    for (Participant member : members) {
      if (member.state() == ParticipantState.ACTIVE && message.isFor(member)) {
        member.media().deliver(message.delivery(), message.bytes());
      }
    }
  }
}
