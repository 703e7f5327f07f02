package io.ringcast.signaling.twirp;

import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.RoomMedia;
import java.util.HashSet;
import java.util.Set;

/** Remembers what a participant receives, and which of its own is muted. */
final class RecordingMedia implements RoomMedia {
  final Set<String> received = new HashSet<>();
  final Set<String> muted = new HashSet<>();

  @Override
  public void receive(Publication publication, Reception reception) {
    received.add(publication.sid());
  }

  @Override
  public void release(Publication publication) {
    received.remove(publication.sid());
  }

  @Override
  public void mute(Publication own, boolean nowMuted) {
    boolean _ = nowMuted ? muted.add(own.sid()) : muted.remove(own.sid());
  }
}
