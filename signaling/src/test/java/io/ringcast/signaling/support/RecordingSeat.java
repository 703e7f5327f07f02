package io.ringcast.signaling.support;

import io.ringcast.sfu.api.Layer;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.Seat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers what a participant is told. */
public final class RecordingSeat implements Seat {
  public final List<String> heard = new ArrayList<>();

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
  public void onHidden(Participant gone) {
    heard.add("hidden " + gone.userId());
  }

  @Override
  public void onFirstSubscribed(Publication own) {
    heard.add("subscribed " + own.sid());
  }

  @Override
  public void onDemand(Publication own, @Nullable Layer highest) {
    heard.add("demand " + own.sid() + " " + highest);
  }

  @Override
  public void onPermission(Publication publication, boolean allowed) {
    heard.add("permission " + publication.sid() + " " + allowed);
  }

  @Override
  public void onSpeakers(List<Speaking> changed) {
    changed.forEach(one -> heard.add("speaks " + one.who().userId() + " " + one.level()));
  }

  @Override
  public void onRemoved(LeaveReason reason) {
    heard.add("removed " + reason);
  }
}
