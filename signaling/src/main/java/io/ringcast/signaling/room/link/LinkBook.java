package io.ringcast.signaling.room.link;

import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.UserPace;
import io.ringcast.signaling.room.link.Link.Party;
import io.ringcast.signaling.room.link.Link.Side;
import io.ringcast.signaling.room.link.Link.Wish;
import io.ringcast.signaling.room.link.LinkState.Ended;
import io.ringcast.signaling.room.link.LinkState.Linked;
import io.ringcast.signaling.room.link.LinkState.Pending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Every link of this server that has not ended, between any two hosts at most one. It knows no room, thread or clock: whoever owns it tells
 * it what happens, and takes from it what is to be done ({@link #effects}).
 */
public final class LinkBook {
  /** As long as a ringing host is waited for. */
  public static final long PENDING_MS = 30_000;
  /** Pending and linked: as many as a live room has places for hosts. */
  public static final int OF_ROOM_MAX = 16;
  public static final int OF_HOST_MAX = 8;
  public static final int EXTRA_CHARS_MAX = 4_096;
  static final int REQUESTS_AT_HAND = 10;
  static final long ANOTHER_REQUEST_AFTER_MS = 2_000;

  private final Supplier<String> ids;
  private final Map<String, Link> links = new LinkedHashMap<>();
  private final UserPace requests = new UserPace(REQUESTS_AT_HAND, ANOTHER_REQUEST_AFTER_MS);
  private List<LinkEffect> effects = new ArrayList<>();

  /** @param fresh false for a link that there was before */
  public record Asked(Link link, boolean fresh) {}

  /** @param ids names links, each once */
  public LinkBook(Supplier<String> ids) {
    this.ids = ids;
  }

  public int size() {
    return links.size();
  }

  public List<Link> all() {
    return List.copyOf(links.values());
  }

  /** What is to be done because of what has happened since this was asked last. */
  public List<LinkEffect> effects() {
    List<LinkEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  /** One host asks another; who is asked and asks back has accepted. */
  public Asked request(Party inviter, Party invitee, String extra, Wish wish, long nowMs) throws RoomRefusedException {
    advance(nowMs);
    if (inviter.room().equals(invitee.room())) {
      throw refused(RoomRefusal.SAME_ROOM, "A link is between hosts of two rooms.");
    }
    for (Link link : links.values()) {
      Side side = link.side(inviter.participantId());
      if (side != null && link.party(side.other()).participantId().equals(invitee.participantId())) {
        if (side == Side.INVITEE && link.state() instanceof Pending) {
          happen(link, new LinkEvent.Accept(extra, wish.joins(), wish.mixes()), nowMs);
        }
        return new Asked(link, false);
      }
    }
    requireRoom(inviter);
    requireRoom(invitee);
    if (!requests.allows(inviter.room().appId() + " " + inviter.userId(), nowMs)) {
      throw refused(RoomRefusal.TOO_MANY_STAGE_REQUESTS, inviter.userId() + " asked too often within seconds: wait before the next.");
    }
    Link link = new Link(ids.get(), inviter, invitee, wish, extra, nowMs + PENDING_MS);
    links.put(link.linkId(), link);
    effects.add(new LinkEffect.Tell(link, LinkView.Step.REQUESTED, link.view()));
    return new Asked(link, true);
  }

  private void requireRoom(Party party) throws RoomRefusedException {
    if (count(link -> link.isIn(party.room())) >= OF_ROOM_MAX) {
      throw refused(RoomRefusal.TOO_MANY_LINKS, "Room " + party.room().roomId() + " has " + OF_ROOM_MAX + " links: end one first.");
    }
    if (count(link -> link.side(party.participantId()) != null) >= OF_HOST_MAX) {
      throw refused(RoomRefusal.TOO_MANY_LINKS, party.userId() + " has " + OF_HOST_MAX + " links: end one first.");
    }
  }

  private long count(Predicate<Link> which) {
    return links.values().stream().filter(which).count();
  }

  /** The invited answers. */
  public Link answer(String linkId, String participantId, boolean yes, Wish wish, String extra, long nowMs)
      throws RoomRefusedException {
    advance(nowMs);
    Link link = of(linkId, participantId);
    if (link.side(participantId) != Side.INVITEE) {
      throw noLink();
    }
    if (!(link.state() instanceof Pending)) {
      throw refused(RoomRefusal.LINK_ACCEPTED, "It was accepted already: end it instead.");
    }
    happen(link, yes ? new LinkEvent.Accept(extra, wish.joins(), wish.mixes()) : new LinkEvent.Reject(extra), nowMs);
    return link;
  }

  /** A side's room is to show the other host. */
  public Link join(String linkId, String participantId, long nowMs) throws RoomRefusedException {
    Link link = linked(linkId, participantId, nowMs);
    happen(link, new LinkEvent.Join(side(link, participantId)), nowMs);
    return link;
  }

  /** A side's room is to show the other host no longer. */
  public Link leave(String linkId, String participantId, long nowMs) throws RoomRefusedException {
    Link link = linked(linkId, participantId, nowMs);
    happen(link, new LinkEvent.Leave(side(link, participantId)), nowMs);
    return link;
  }

  private Link linked(String linkId, String participantId, long nowMs) throws RoomRefusedException {
    advance(nowMs);
    Link link = of(linkId, participantId);
    if (!(link.state() instanceof Linked)) {
      throw refused(RoomRefusal.LINK_PENDING, "It is not accepted yet.");
    }
    return link;
  }

  /** The inviter cancels what is pending; either side ends what was accepted. */
  public Link end(String linkId, String participantId, long nowMs) throws RoomRefusedException {
    advance(nowMs);
    Link link = of(linkId, participantId);
    Side side = side(link, participantId);
    if (link.state() instanceof Pending) {
      happen(link, side == Side.INVITER ? new LinkEvent.Cancel() : new LinkEvent.Reject(""), nowMs);
    } else {
      happen(link, new LinkEvent.End(side), nowMs);
    }
    return link;
  }

  private Link of(String linkId, String participantId) throws RoomRefusedException {
    Link link = links.get(linkId);
    if (link == null || link.side(participantId) == null) {
      throw noLink();
    }
    return link;
  }

  private static Side side(Link link, String participantId) {
    return link.party(Side.INVITER).participantId().equals(participantId) ? Side.INVITER : Side.INVITEE;
  }

  /** The side's room shows the other host. */
  public void shown(Link link, Side side, long nowMs) {
    happen(link, new LinkEvent.Shown(side), nowMs);
  }

  /** The side's room cannot show the other host, or does no longer. */
  public void notShown(Link link, Side side, String reason, long nowMs) {
    happen(link, new LinkEvent.NotShown(side, reason), nowMs);
  }

  /** The side's host has left, or is none any more. */
  public void gone(Link link, Side side, long nowMs) {
    happen(link, new LinkEvent.Gone(side), nowMs);
  }

  private void happen(Link link, LinkEvent event, long nowMs) {
    effects.addAll(link.on(event, nowMs));
    if (link.state() instanceof Ended) {
      links.remove(link.linkId(), link);
    }
  }

  /** When {@link #advance} has something to do: what was asked first is over first. */
  public long nextDueMs() {
    return links.values().stream().mapToLong(link -> link.state() instanceof Pending pending ? pending.expiresAtMs() : Long.MAX_VALUE).min()
        .orElse(Long.MAX_VALUE);
  }

  /** Lets time pass. */
  public void advance(long nowMs) {
    for (Link link : all()) {
      if (link.state() instanceof Pending pending && pending.expiresAtMs() <= nowMs) {
        happen(link, new LinkEvent.Late(), nowMs);
      }
    }
  }

  private static RoomRefusedException noLink() {
    return refused(RoomRefusal.NO_SUCH_LINK, "There is no such link: it has ended, or is between others.");
  }

  private static RoomRefusedException refused(RoomRefusal reason, String detail) {
    return new RoomRefusedException(reason, detail, List.of());
  }
}
