package io.ringcast.signaling.room;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.link.LinkView;
import io.ringcast.signaling.room.link.LinkView.State;
import io.ringcast.signaling.room.link.LinkView.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The links of one room's hosts, as their book told the room, and who of the room may be linked. The book decides; the room tells it when a
 * host is none any more. Owned by the room's queue.
 */
public final class RoomLinks {
  private final RoomKey key;
  private final Members members;
  private final Gazette gazette;
  private final Chronicle chronicle;
  private final Map<String, Held> held = new LinkedHashMap<>();

  private record Held(LinkView link, Runnable onGone) {}

  RoomLinks(RoomKey key, Members members, Gazette gazette, Chronicle chronicle) {
    this.key = key;
    this.members = members;
    this.gazette = gazette;
    this.chronicle = chronicle;
  }

  /** As they are known here, oldest first. */
  public List<LinkView> all() {
    return held.values().stream().map(Held::link).toList();
  }

  /**
   * The host in whose name a link is asked for.
   *
   * @param userId whom an administrator names; null for itself
   */
  public Participant inviter(Actor by, @Nullable String userId) throws RoomRefusedException {
    Participant who = by.administers() && userId != null ? members.user(userId) : by.member();
    if (who == null || (userId != null && !who.userId().equals(userId)) || !isHost(who)) {
      throw refused(RoomRefusal.HOSTS_ONLY, "A link is asked for by a host of room " + key.roomId() + " whom everybody may know.");
    }
    requireLive(who);
    return who;
  }

  /** The host who is asked. */
  public Participant invitee(String userId) throws RoomRefusedException {
    Participant who = members.user(userId);
    if (who == null || !isHost(who)) {
      throw refused(RoomRefusal.NO_SUCH_USER, userId + " is no host of room " + key.roomId() + ".");
    }
    requireLive(who);
    return who;
  }

  /** The stay of this room whose side of a link somebody speaks for. */
  public String participantId(Actor by, String linkId) throws RoomRefusedException {
    Held one = held.get(linkId);
    if (by.administers() && one != null) {
      return one.link().here(key).participantId();
    }
    if (by.member() == null) {
      throw refused(RoomRefusal.NO_SUCH_LINK, "There is no such link: it has ended, or is between others.");
    }
    return by.member().sid();
  }

  private static boolean isHost(Participant who) {
    return who.presence() == Presence.USER && who.permissions().publish() && !who.secret();
  }

  private void requireLive(Participant who) throws RoomRefusedException {
    if (!who.mode().live()) {
      throw refused(RoomRefusal.WRONG_MODE, "Room " + key.roomId() + " is a meeting: links are between live rooms.");
    }
  }

  private static RoomRefusedException refused(RoomRefusal reason, String detail) {
    return new RoomRefusedException(reason, detail, List.of());
  }

  /**
   * Something happened to a link.
   *
   * @param onGone tells the book that this room's host is none any more; at once when it is so already
   */
  public void changed(LinkView link, Step step, Runnable onGone) {
    if (link.state() == State.ENDED) {
      held.remove(link.linkId());
    } else {
      held.put(link.linkId(), new Held(link, onGone));
    }
    chronicle.onLink(link, step);
    News news = new News.LinkChanged(step, link);
    if (link.accepted()) {
      gazette.everybody(news);
    } else {
      gazette.hosts(news);
    }
    Participant host = members.bySid(link.here(key).participantId());
    if (link.state() != State.ENDED && (host == null || !isHost(host))) {
      onGone.run();
    }
  }

  /** A member is out, or may do something else than before. */
  void lost(Participant who) {
    if (who.left() || !members.contains(who) || !isHost(who)) {
      for (Held one : List.copyOf(held.values())) {
        if (one.link().here(key).participantId().equals(who.sid())) {
          one.onGone().run();
        }
      }
    }
  }
}
