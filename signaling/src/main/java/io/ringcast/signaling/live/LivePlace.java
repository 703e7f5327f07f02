package io.ringcast.signaling.live;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.signaling.mix.RoomMixes;
import io.ringcast.signaling.room.DataMessage;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.host.RoomHost;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A live stream's place in its room: a member whom nobody sees, and who receives what it is made of, so that publishers send it. What the
 * room tells it is noted, and told to the stream after the change. It leaves when nobody else is there. Runs on the room's queue.
 *
 * <p>What the room's own stream is made of:
 *
 * <pre>
 *   the room is mixed                         its mix; without pictures as long as nobody has published any
 *   one stream, which live streams carry      that one, as it is
 *   several, or one that they do not carry    its mix, which is asked for; nothing until it is there
 *   the same, and there can be no mix         the one it is made of already, otherwise the first that is carried
 * </pre>
 */
public final class LivePlace implements Seat, RoomMedia {
  /** How often it looks whether it is alone: a viewer's leaving is told to nobody. */
  static final long ALONE_AFTER_MS = 1_000;
  /** Nobody has this id, so a publisher that names who may have its tracks does not name it. */
  private static final String NOBODY = "";
  private static final Permissions RECEIVES = new Permissions(false, true, false, Set.of(), false, true, false);

  private final RoomHost host;
  private final @Nullable String wanted;
  private final LiveEar ear;
  private final MixCall mix;
  private final Map<String, Publication> received = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Participant self;
  private LiveTracks told = LiveTracks.NONE;
  private boolean seen;
  private boolean asking;
  private boolean unmixed;
  private boolean ended;

  /** Has the room mixed. */
  @FunctionalInterface
  interface MixCall {
    /** Returns at once, and tells on the room's queue whether it is. */
    void ask(Consumer<Boolean> mixed);
  }

  /**
   * Takes its place.
   *
   * @param wanted the stream; null for the room's own
   * @param unmixed whether the room could not be mixed just now
   */
  LivePlace(RoomHost host, @Nullable String wanted, LiveEar ear, MixCall mix, boolean unmixed) throws RoomRefusedException {
    this.host = host;
    this.wanted = wanted;
    this.ear = ear;
    this.mix = mix;
    this.unmixed = unmixed;
    self = host.room().join(new JoinRequest(NOBODY, Presence.FORWARDER, RECEIVES, Profile.EMPTY, true, this, this), host.nowMs());
    host.room().activate(self);
    askForMix();
    bring();
    host.after(ALONE_AFTER_MS, this::look);
  }

  /** Leaves the room; any thread. */
  public void leave() {
    host.tell(this::end);
  }

  /** What the stream is made of; on the room's queue. */
  LiveTracks tracks() {
    return told;
  }

  private void end() {
    if (!ended) {
      host.room().leave(self, LeaveReason.LEFT, host.nowMs());
    }
  }

  private void look() {
    leaveIfAlone();
    if (!ended) {
      host.after(ALONE_AFTER_MS, this::look);
    }
  }

  private void leaveIfAlone() {
    if (host.room().members().stream().noneMatch(LivePlace::isSomebody)) {
      end();
    }
  }

  private static boolean isSomebody(Participant member) {
    return switch (member.presence()) {
      case USER, WAITING, FORWARDED, VIEWER -> true;
      case FORWARDER, MIX -> false;
    };
  }

  /** Tells the stream what it is made of now, where that has changed. */
  private void bring() {
    LiveTracks now = choose();
    if (!ended && !now.equals(told)) {
      told = now;
      ear.onTracks(host.media(), now);
    }
  }

  private LiveTracks choose() {
    Map<String, List<Publication>> streams = received.values().stream().filter(Publication::live)
        .collect(Collectors.groupingBy(Publication::streamId, LinkedHashMap::new, Collectors.toList()));
    List<Publication> mixed = streams.get(RoomMixes.STREAM);
    if (wanted != null) {
      return tracks(streams.get(wanted));
    }
    if (mixed != null) {
      unmixed = false;
      seen |= streams.entrySet().stream().anyMatch(one -> !one.getKey().equals(RoomMixes.STREAM) && shows(one.getValue()));
      return seen ? tracks(mixed) : tracks(mixed).withoutVideo();
    }
    List<LiveTracks> all = streams.values().stream().map(LiveTracks::of).toList();
    seen |= streams.values().stream().anyMatch(LivePlace::shows);
    if (LivePlaces.needsMix(all) && !unmixed) {
      askForOne();
      return LiveTracks.NONE;
    }
    return all.stream().filter(one -> Objects.equals(one.streamId(), told.streamId()) && one.carried()).findFirst()
        .or(() -> all.stream().filter(LiveTracks::carried).findFirst())
        .or(() -> all.stream().findFirst())
        .orElse(LiveTracks.NONE);
  }

  private static LiveTracks tracks(@Nullable List<Publication> publications) {
    return publications == null ? LiveTracks.NONE : LiveTracks.of(publications);
  }

  private static boolean shows(List<Publication> publications) {
    return publications.stream().anyMatch(one -> one.kind() == MediaKind.VIDEO);
  }

  private void askForOne() {
    if (!asking) {
      asking = true;
      mix.ask(mixed -> {
        asking = false;
        if (!mixed) {
          unmixed = true;
          bring();
        }
      });
    }
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

  /** Nobody receives a mix without asking. */
  private void askForMix() {
    for (Participant member : host.room().members()) {
      if (member.presence() == Presence.MIX) {
        member.publications().stream().filter(one -> one.live() && asked.add(one.sid()))
            .forEach(one -> host.room().subscribe(self, one, true));
      }
    }
  }

  @Override
  public void onParticipant(Participant changed) {
    if (changed != self) {
      host.tell(() -> {
        if (!ended) {
          askForMix();
        }
        bring();
        leaveIfAlone();
      });
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
    ear.onOver();
  }
}
