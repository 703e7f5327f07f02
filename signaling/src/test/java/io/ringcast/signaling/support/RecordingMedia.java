package io.ringcast.signaling.support;

import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.RoomMedia;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Remembers what a participant receives, and which of its own is muted. */
public final class RecordingMedia implements RoomMedia {
  public final Set<String> received = new HashSet<>();
  public final Set<String> muted = new HashSet<>();

  /** The lengths of the messages that it took. */
  public final List<Integer> told = new ArrayList<>();
  /** Whether it takes none. */
  public boolean full;

  @Override
  public boolean deliver(Delivery delivery, byte[] message) {
    if (!full) {
      told.add(message.length);
    }
    return !full;
  }

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
