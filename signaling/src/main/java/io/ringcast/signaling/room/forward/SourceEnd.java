package io.ringcast.signaling.room.forward;

import io.ringcast.sfu.api.MediaKind;
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
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.host.RoomHost;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A forwarding where its participant is: a member of that room whom nobody sees, and who subscribes to what the participant publishes as
 * any viewer does, by the same rules. What it receives is what the other room shows; how it receives it is what is watched there. Runs on
 * the source room's queue.
 */
final class SourceEnd implements Seat, RoomMedia {
  /** Nobody has this id, so a publisher that names who may have its tracks names no forwarder. */
  static final String NOBODY = "";
  private static final Permissions RECEIVES = new Permissions(false, true, false, Set.of(), false, true, false);
  /** Messages under way to the other room, in bytes; what comes when so many are waits in this one. */
  static final int DATA_BYTES_MAX = 256 * 1024;
  private static final Reception UNWATCHED = new Reception(true, Reception.DEFAULT.layer());

  private final RoomHost host;
  private final Participant subject;
  private final Participant self;
  private final Runnable onEnded;
  private final Set<String> asked = new HashSet<>();
  private final Map<String, Publication> received = new LinkedHashMap<>();
  private @Nullable DestinationEnd destination;
  private @Nullable Newest<Portrait> portrait;
  private int level;
  private int dataBytes;
  private boolean dataHeld;
  private boolean ended;

  /** Enters the room; {@link #begin} is to follow. */
  SourceEnd(RoomHost host, Participant subject, Runnable onEnded) throws RoomRefusedException {
    this.host = host;
    this.subject = subject;
    this.onEnded = onEnded;
    self = host.room().join(
        new JoinRequest(NOBODY, Presence.FORWARDER, RECEIVES, Profile.EMPTY, false, this, this), host.nowMs());
    host.room().speaking().stream().filter(one -> one.who() == subject).forEach(one -> level = one.level());
  }

  Participant subject() {
    return subject;
  }

  RoomHost host() {
    return host;
  }

  /** The other room has taken the participant in. */
  void begin(DestinationEnd other) {
    if (ended) {
      other.host().tell(other::end);
      return;
    }
    destination = other;
    portrait = new Newest<>(host, other.host(), this::compose, other::show);
    changed();
    host.room().data().reach(self, host.nowMs());
  }

  private Portrait compose() {
    Room room = host.room();
    for (Publication publication : List.copyOf(subject.publications())) {
      if (publication.live() && asked.add(publication.sid())) {
        boolean counted = publication.kind() == MediaKind.VIDEO;
        room.adjust(self, publication, counted ? UNWATCHED : Reception.DEFAULT);
        room.subscribe(self, publication, true);
      }
    }
    return new Portrait(subject.profile(), level, subject.linkScore(), received.values().stream().map(Portrait.Track::of).toList());
  }

  /** What is watched in the other room, by the sids of this one. */
  void watched(Map<String, Reception> receptions) {
    if (ended) {
      return;
    }
    receptions.forEach((sid, reception) -> {
      Publication publication = received.get(sid);
      if (publication != null) {
        host.room().adjust(self, publication, reception);
      }
    });
  }

  /** Takes part no longer, whoever wants it so; in the midst of a change too. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    host.tell(() -> host.room().leave(self, LeaveReason.FORWARDING_ENDED, host.nowMs()));
    if (destination != null) {
      destination.host().tell(destination::end);
    }
    onEnded.run();
  }

  private void changed() {
    if (portrait != null && !ended) {
      portrait.changed();
    }
  }

  /** What its participant tells everybody; what is for somebody is for somebody here. */
  @Override
  public boolean takes(DataMessage message) {
    return message.from() == subject && message.users().isEmpty() && message.sids().isEmpty();
  }

  @Override
  public boolean deliver(Delivery delivery, byte[] message) {
    DestinationEnd there = destination;
    if (there == null || ended) {
      return true;
    }
    if (dataBytes > 0 && dataBytes + message.length > DATA_BYTES_MAX) {
      dataHeld = true;
      return false;
    }
    dataBytes += message.length;
    there.host().tell(() -> there.tell(delivery, message, () -> host.tell(() -> told(message.length))));
    return true;
  }

  /** The other room needs a message no longer. */
  private void told(int bytes) {
    dataBytes -= bytes;
    if (dataHeld && !ended && dataBytes <= DATA_BYTES_MAX / 2) {
      dataHeld = false;
      host.room().data().roomAgain(self, host.nowMs());
    }
  }

  @Override
  public void onParticipant(Participant changed) {
    if (changed == subject && changed.left()) {
      end();
    } else if (changed == subject) {
      changed();
    }
  }

  @Override
  public void onHidden(Participant gone) {
    if (gone == subject) {
      end();
    }
  }

  @Override
  public void onSpeakers(List<Speaking> speaking) {
    for (Speaking one : speaking) {
      if (one.who() == subject) {
        level = one.level();
        changed();
      }
    }
  }

  @Override
  public void onQuality(List<Participant> rated) {
    if (rated.contains(subject)) {
      changed();
    }
  }

  @Override
  public void onRemoved(LeaveReason reason) {
    end();
  }

  @Override
  public void receive(Publication publication, Reception reception) {
    received.put(publication.sid(), publication);
    changed();
  }

  @Override
  public void release(Publication publication) {
    received.remove(publication.sid());
    changed();
  }
}
