package io.ringcast.signaling.stage;

import io.ringcast.signaling.livekit.DataPackets;
import io.ringcast.signaling.room.Gazette.Issue;
import io.ringcast.signaling.room.Gazette.Notice;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.host.Herald;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.stage.NewsJson.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Brings rooms' news to those in them: to LiveKit's clients as data packets, to whoever follows as server-sent events. Each room's
 * followers belong to its queue.
 */
public final class Newsstand implements Herald {
  static final int FOLLOWERS_MAX = 20_000;
  /** Of one member, and of all administrators of a room together. */
  static final int PER_MEMBER_MAX = 3;
  static final int ADMINISTRATORS_MAX = 20;

  private final Map<RoomHost, List<Follower>> byRoom = new ConcurrentHashMap<>();
  private final AtomicInteger following = new AtomicInteger();

  private record Letter(Notice notice, Text text) {}

  /** How many follow. */
  public int following() {
    return following.get();
  }

  /** On the room's queue: somebody follows from now on, and is told first how things stand; empty when too many do. */
  Optional<Follower> follow(RoomHost host, @Nullable Participant who, StageState picture) {
    if (following.get() >= FOLLOWERS_MAX) {
      return Optional.empty();
    }
    following.incrementAndGet();
    Follower follower = new Follower(who == null ? null : who.sid());
    List<Follower> all = byRoom.computeIfAbsent(host, absent -> new ArrayList<>());
    List<Follower> same = all.stream().filter(one -> isOf(one, follower.participantId())).toList();
    if (same.size() >= (who == null ? ADMINISTRATORS_MAX : PER_MEMBER_MAX)) {
      end(host, same.getFirst(), "replaced");
    }
    byRoom.computeIfAbsent(host, absent -> all).add(follower);
    follower.send("stage", picture.sequence(), NewsJson.string(picture));
    return Optional.of(follower);
  }

  /** On the room's queue: it has gone, or is let go. */
  void end(RoomHost host, Follower follower, String reason) {
    List<Follower> all = byRoom.get(host);
    if (all != null && all.remove(follower)) {
      following.decrementAndGet();
      follower.end(reason);
      if (all.isEmpty()) {
        byRoom.remove(host);
      }
    }
  }

  private static boolean isOf(Follower follower, @Nullable String participantId) {
    return participantId == null ? follower.participantId() == null : participantId.equals(follower.participantId());
  }

  @Override
  public void bring(RoomHost host, Issue issue) {
    long atMs = host.nowMs();
    List<Letter> letters = issue.notices().stream()
        .map(notice -> new Letter(notice, Text.of(host.key(), notice, atMs))).toList();
    host.afterWritten(() -> {
      letters.forEach(letter -> deliver(host, letter));
      issue.departed().forEach((participantId, reason) -> dismiss(host, participantId, reason));
      if (host.room().ended()) {
        of(host).forEach(follower -> end(host, follower, "room-ended"));
      }
    });
  }

  private List<Follower> of(RoomHost host) {
    return List.copyOf(byRoom.getOrDefault(host, List.of()));
  }

  private void deliver(RoomHost host, Letter letter) {
    Notice notice = letter.notice();
    if (notice.everybody() || !notice.readers().isEmpty()) {
      host.room().data().send(DataPackets.news(letter.text().json(), notice.readers()), host.nowMs());
    }
    for (Follower follower : of(host)) {
      boolean reads = follower.participantId() == null || notice.isFor(follower.participantId());
      if (reads && !follower.send(letter.text().type(), notice.sequence(), letter.text().json())) {
        end(host, follower, "too-slow");
      }
    }
  }

  private void dismiss(RoomHost host, String participantId, LeaveReason reason) {
    of(host).stream().filter(follower -> participantId.equals(follower.participantId()))
        .forEach(follower -> end(host, follower, reason.name().toLowerCase(Locale.ROOT).replace('_', '-')));
  }
}
