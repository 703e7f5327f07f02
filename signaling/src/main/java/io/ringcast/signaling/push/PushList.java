package io.ringcast.signaling.push;

import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pushes of a room that a document lists: what the next list has too goes on undisturbed, what it has no more ends, what is new begins.
 * Those that somebody began by themselves are none of its. Methods are for threads that may wait where they do not say otherwise.
 */
public final class PushList {
  private static final Logger LOG = LoggerFactory.getLogger(PushList.class);

  private final RoomPushes pushes;

  PushList(RoomPushes pushes) {
    this.pushes = pushes;
  }

  /** What one document changes, for which the places are taken. */
  public static final class Change {
    private final List<RoomPush> fresh;
    private final List<RoomPush> gone;

    private Change(List<RoomPush> fresh, List<RoomPush> gone) {
      this.fresh = fresh;
      this.gone = gone;
    }
  }

  /** Reads an address that is listed. */
  public Pushers.Target read(String url) throws PushFaultException {
    return pushes.by().read(url);
  }

  /** Takes the places of what a list has; nothing begins or ends before {@link #begin}, and all is as it was after {@link #undo}. */
  public Change enter(RoomHost host, List<Pushers.Target> listed) throws RoomRefusedException {
    return pushes.changed(host, (now, room) -> {
      SessionPushes session = pushes.session(now, room);
      Set<Pushers.Target> missing = new LinkedHashSet<>(listed);
      List<RoomPush> gone = new ArrayList<>();
      for (RoomPush push : session.listed()) {
        if (!missing.remove(push.target())) {
          gone.add(push);
        }
      }
      pushes.require(session.running() - gone.size() + missing.size());
      List<RoomPush> fresh = new ArrayList<>();
      for (Pushers.Target target : missing) {
        RoomPush push = pushes.named(now, target, null, true);
        session.add(push);
        fresh.add(push);
      }
      return new Change(fresh, gone);
    });
  }

  /** The document is in force: ends and begins what it changes. */
  public void begin(RoomHost host, Change change) {
    host.tell(() -> {
      change.gone.forEach(RoomPush::stop);
      change.fresh.forEach(push -> host.note(push.happening()));
    });
    for (RoomPush push : change.fresh) {
      try {
        pushes.begin(host, push, push.target());
      } catch (PushFaultException | RoomRefusedException e) {
        LOG.info("a listed push does not begin: {}", e.getMessage());
      }
    }
  }

  /** The document came to nothing. */
  public void undo(RoomHost host, Change change) {
    host.tell(() -> pushes.drop(host, change.fresh));
  }

  /** Ends all that are listed; on the room's queue. */
  public void end(RoomHost host) {
    pushes.endListed(host);
  }
}
