package io.ringcast.signaling.twirp;

import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.Seat;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a participant is told. */
final class RecordingSeat implements Seat {
  final List<String> heard = new ArrayList<>();

  @Override
  public void onParticipant(Participant changed) {
    heard.add("participant " + changed.userId() + " " + changed.state() + " " + changed.profile().name() + " "
        + changed.profile().metadata() + " " + changed.profile().attributes());
  }

  @Override
  public void onRoom(Room room) {
    heard.add("room " + room.metadata());
  }

  @Override
  public void onMuted(Publication own) {
    heard.add("muted " + own.sid());
  }

  @Override
  public void onUnpublished(Publication own) {
    heard.add("unpublished " + own.sid());
  }

  @Override
  public void onRemoved(LeaveReason reason) {
    heard.add("removed " + reason);
  }
}
