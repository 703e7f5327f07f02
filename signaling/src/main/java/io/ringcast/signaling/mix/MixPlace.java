package io.ringcast.signaling.mix;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.DataMessage;
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
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.link.LinkView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mix's place in its room: the participant {@code mix}, which receives what the others publish and publishes their mix. What the room
 * tells it is noted, and the mix brought to it after the change. It leaves when nobody else is there, and one that nobody asked for when
 * nobody wants it for a while. Runs on the room's queue.
 */
final class MixPlace implements Seat, RoomMedia {
  /** How often it looks whether it is alone: a viewer's leaving is told to nobody. */
  static final long ALONE_AFTER_MS = 1_000;
  /** Who watches and loses the way is back by then. */
  static final long IDLE_MS = 30_000;
  private static final Permissions MIXES = new Permissions(true, true, false, Set.of(), false, false, false);

  private final RoomHost host;
  private final Mixes.Running running;
  private final Runnable onEnded;
  private final Map<String, Publication> received = new LinkedHashMap<>();
  private final Map<String, MixSource> mixed = new LinkedHashMap<>();
  private final Map<String, Boolean> muted = new LinkedHashMap<>();
  private final Participant self;
  private MixCause cause;
  private long idleSinceMs = Long.MAX_VALUE;
  private boolean ended;

  /**
   * Takes its place.
   *
   * @param onEnded runs when it is out of the room
   */
  MixPlace(RoomHost host, Mixes.Running running, MixWish wish, Runnable onEnded) throws RoomRefusedException {
    this.host = host;
    this.running = running;
    cause = wish.cause();
    this.onEnded = onEnded;
    Room room = host.room();
    self = room.join(new JoinRequest(Presence.MIX_USER, Presence.MIX, MIXES, Profile.EMPTY, true, this, this), host.nowMs());
    room.activate(self);
    try {
      publish(room, wish.plan());
    } catch (RoomRefusedException e) {
      end();
      throw e;
    }
    bring();
    host.after(ALONE_AFTER_MS, this::look);
  }

  private void publish(Room room, Mixes.Plan plan) throws RoomRefusedException {
    for (PublicationSpec spec : running.publications()) {
      if (room.mode().allows(spec.kind())) {
        TrackDetails plain = TrackDetails.plain(spec.kind());
        TrackDetails details = spec.kind() == MediaKind.VIDEO ? plain.sized(plan.sizes()) : plain;
        room.live(room.announce(self, details, false, host.nowMs()), spec);
      }
    }
  }

  Participant self() {
    return self;
  }

  /** The streams that it takes in, in the order in which they came. */
  List<String> streams() {
    return List.copyOf(mixed.keySet());
  }

  void end() {
    host.room().leave(self, LeaveReason.LEFT, host.nowMs());
  }

  private void look() {
    if (ended) {
      return;
    }
    bring();
    if (host.room().members().stream().allMatch(member -> member == self) || idle()) {
      end();
    } else {
      host.after(ALONE_AFTER_MS, this::look);
    }
  }

  private boolean idle() {
    boolean used = switch (cause) {
      case ASKED -> true;
      case ROOM_SETTING -> !mixed.isEmpty();
      case WATCHED -> !mixed.isEmpty() && running.wanted();
    };
    idleSinceMs = used ? Long.MAX_VALUE : Math.min(idleSinceMs, host.nowMs());
    return !used && host.nowMs() - idleSinceMs >= IDLE_MS;
  }

  /** It is there for another reason from now on, and perhaps in other sizes. */
  void become(MixWish wish) {
    cause = wish.cause();
    for (Publication own : self.publications()) {
      if (own.kind() == MediaKind.VIDEO && !own.details().layers().equals(wish.plan().sizes())) {
        host.room().describe(own, own.details().sized(wish.plan().sizes()));
      }
    }
    host.tell(this::bring);
  }

  /** Brings the mix to what is received now. */
  private void bring() {
    if (ended) {
      return;
    }
    Map<String, List<Publication>> streams = received.values().stream()
        .filter(publication -> !left(publication.owner()))
        .collect(Collectors.groupingBy(Publication::streamId, LinkedHashMap::new, Collectors.toList()));
    for (String gone : List.copyOf(mixed.keySet())) {
      if (!streams.containsKey(gone)) {
        mixed.remove(gone);
        muted.remove(gone);
        running.remove(gone);
      }
    }
    streams.forEach((streamId, publications) -> {
      MixSource now = MixSource.of(origin(publications.getFirst().owner()), publications);
      if (!now.equals(mixed.put(streamId, now))) {
        running.add(now);
        muted.remove(streamId);
      }
      Publication video = MixSource.find(publications, MediaKind.VIDEO);
      boolean hidden = video != null && video.muted();
      if (hidden != Objects.requireNonNullElse(muted.put(streamId, hidden), false)) {
        running.muteVideo(streamId, hidden);
      }
    });
  }

  /** Whether a linked host's streams are not offered to the mix: nobody asked for them, and their link says no. */
  private boolean left(Participant owner) {
    LinkView.Side linked = linked(owner);
    return linked != null && cause.isAutomatic() && !linked.mixed();
  }

  /** The linked room that somebody is in: what an automatic mix takes in counts as its own room's. */
  private String origin(Participant owner) {
    LinkView.Side linked = linked(owner);
    return linked == null || cause.isAutomatic() ? "" : linked.room().roomId();
  }

  /** The side of a link that somebody is; null for who is in this room itself, or shown here otherwise. */
  private LinkView.@Nullable Side linked(Participant owner) {
    RoomKey origin = owner.origin();
    return origin == null ? null : host.room().links().all().stream().map(link -> link.there(host.key()))
        .filter(side -> side.room().equals(origin) && side.userId().equals(owner.userId())).findFirst().orElse(null);
  }

  /** The copy of a stream's picture that the mix wants. */
  void want(String streamId, @Nullable Layer layer) {
    received.values().stream()
        .filter(one -> one.streamId().equals(streamId) && one.kind() == MediaKind.VIDEO).findFirst()
        .ifPresent(video -> host.room().adjust(self, video,
            layer == null ? new Reception(true, Layer.SMALL) : new Reception(false, layer)));
  }

  @Override
  public void receive(Publication publication, Reception reception) {
    received.put(publication.sid(), publication);
    host.tell(this::bring);
  }

  @Override
  public void release(Publication publication) {
    received.remove(publication.sid());
    host.tell(this::bring);
  }

  @Override
  public void onParticipant(Participant changed) {
    if (changed != self) {
      host.tell(this::bring);
    }
  }

  @Override
  public boolean holdsItsPlace() {
    return true;
  }

  @Override
  public boolean takes(DataMessage message) {
    return false;
  }

  @Override
  public void onRemoved(LeaveReason reason) {
    ended = true;
    running.stop();
    onEnded.run();
  }
}
