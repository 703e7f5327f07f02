package io.ringcast.signaling.room.link;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.link.LinkEffect.Hide;
import io.ringcast.signaling.room.link.LinkEffect.Show;
import io.ringcast.signaling.room.link.LinkEffect.Tell;
import io.ringcast.signaling.room.link.LinkEvent.Accept;
import io.ringcast.signaling.room.link.LinkEvent.Cancel;
import io.ringcast.signaling.room.link.LinkEvent.End;
import io.ringcast.signaling.room.link.LinkEvent.Gone;
import io.ringcast.signaling.room.link.LinkEvent.Join;
import io.ringcast.signaling.room.link.LinkEvent.Late;
import io.ringcast.signaling.room.link.LinkEvent.Leave;
import io.ringcast.signaling.room.link.LinkEvent.NotShown;
import io.ringcast.signaling.room.link.LinkEvent.Reject;
import io.ringcast.signaling.room.link.LinkEvent.Shown;
import io.ringcast.signaling.room.link.LinkState.Ended;
import io.ringcast.signaling.room.link.LinkState.Linked;
import io.ringcast.signaling.room.link.LinkState.Pending;
import io.ringcast.signaling.room.link.LinkState.Presence;
import io.ringcast.signaling.room.link.LinkView.State;
import io.ringcast.signaling.room.link.LinkView.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two hosts of two rooms, one of whom has asked the other. It changes by {@link #on} alone, which says what is to be done about it.
 *
 * <pre>
 * Pending   Accept                       Linked   both are told; each side that wants to joins
 * Pending   Reject, Cancel, Late, Gone   Ended    hosts are told
 * Linked    Join                         Linked   the side's room begins to show the other host
 * Linked    Shown, NotShown              Linked   it does, or cannot, or does no longer
 * Linked    Leave                        Linked   the side's room shows it no longer
 * Linked    End, Gone                    Ended    neither shows the other
 * </pre>
 *
 * Whatever else comes, comes late, and changes nothing.
 */
public final class Link {
  private final String linkId;
  private final Party inviter;
  private final Party invitee;
  private final Wish wish;
  private boolean inviteeMixes;
  private String extra;
  private LinkState state;

  /** One of the two hosts, by its stay in its room. */
  public record Party(RoomKey room, String userId, String participantId) {}

  /** Which of the two. */
  public enum Side {
    INVITER, INVITEE;

    public Side other() {
      return this == INVITER ? INVITEE : INVITER;
    }
  }

  /**
   * What one side wants when the link is accepted.
   *
   * @param joins its room shows the other host
   * @param mixes the other room's automatic mix takes it in
   */
  public record Wish(boolean joins, boolean mixes) {
    /** What is usual. */
    public static final Wish ALL = new Wish(true, true);
  }

  Link(String linkId, Party inviter, Party invitee, Wish wish, String extra, long expiresAtMs) {
    this.linkId = linkId;
    this.inviter = inviter;
    this.invitee = invitee;
    this.wish = wish;
    this.extra = extra;
    state = new Pending(expiresAtMs);
  }

  public String linkId() {
    return linkId;
  }

  public LinkState state() {
    return state;
  }

  public Party party(Side side) {
    return side == Side.INVITER ? inviter : invitee;
  }

  /** Which side this stay is; null when it is neither. */
  @Nullable Side side(String participantId) {
    return inviter.participantId().equals(participantId) ? Side.INVITER
        : invitee.participantId().equals(participantId) ? Side.INVITEE : null;
  }

  boolean isIn(RoomKey room) {
    return inviter.room().equals(room) || invitee.room().equals(room);
  }

  public LinkView view() {
    return view(null);
  }

  private LinkView view(@Nullable String reason) {
    Linked linked = state instanceof Linked now ? now : null;
    State shown = switch (state) {
      case Pending _ -> State.PENDING;
      case Linked now -> now.anybodyIn() ? State.JOINED : State.ACCEPTED;
      case Ended _ -> State.ENDED;
    };
    return new LinkView(linkId, shown, side(inviter, linked != null && linked.inviter() == Presence.IN, wish.mixes()),
        side(invitee, linked != null && linked.invitee() == Presence.IN, inviteeMixes), extra,
        state instanceof Pending pending ? pending.expiresAtMs() : 0,
        linked != null ? linked.sinceMs() : state instanceof Ended ended ? ended.linkedAtMs() : 0,
        state instanceof Ended ended ? ended.reason().name() : reason);
  }

  private static LinkView.Side side(Party party, boolean joined, boolean mixed) {
    return new LinkView.Side(party.room(), party.userId(), party.participantId(), joined, mixed);
  }

  List<LinkEffect> on(LinkEvent event, long nowMs) {
    return switch (state) {
      case Pending _ -> onPending(event, nowMs);
      case Linked now -> onLinked(now, event);
      case Ended _ -> List.of();
    };
  }

  private List<LinkEffect> onPending(LinkEvent event, long nowMs) {
    return switch (event) {
      case Accept accept -> {
        extra = accept.extra();
        inviteeMixes = accept.mixes();
        state = new Linked(nowMs, Presence.OUT, Presence.OUT);
        List<LinkEffect> effects = new ArrayList<>(List.of(tell(Step.ACCEPTED, null)));
        if (wish.joins()) {
          effects.addAll(on(new Join(Side.INVITER), nowMs));
        }
        if (accept.joins()) {
          effects.addAll(on(new Join(Side.INVITEE), nowMs));
        }
        yield effects;
      }
      case Reject reject -> {
        extra = reject.extra();
        yield end(LinkEnd.REJECTED, Step.REJECTED);
      }
      case Cancel _ -> end(LinkEnd.CANCELLED, Step.CANCELLED);
      case Late _ -> end(LinkEnd.TIMED_OUT, Step.TIMED_OUT);
      case Gone gone -> end(LinkEnd.gone(gone.side()), Step.ENDED);
      default -> List.of();
    };
  }

  private List<LinkEffect> onLinked(Linked now, LinkEvent event) {
    return switch (event) {
      case Join join when now.of(join.side()) == Presence.OUT -> {
        state = now.with(join.side(), Presence.COMING);
        yield List.of(new Show(this, join.side()));
      }
      case Shown shown when now.of(shown.side()) == Presence.COMING -> {
        state = now.with(shown.side(), Presence.IN);
        yield List.of(tell(Step.JOINED, null));
      }
      case NotShown not when now.of(not.side()) != Presence.OUT -> {
        state = now.with(not.side(), Presence.OUT);
        yield List.of(tell(Step.LEFT, not.reason()));
      }
      case Leave leave when now.of(leave.side()) != Presence.OUT -> {
        state = now.with(leave.side(), Presence.OUT);
        yield List.of(new Hide(this, leave.side()), tell(Step.LEFT, null));
      }
      case End end -> endLinked(now, LinkEnd.endedBy(end.side()));
      case Gone gone -> endLinked(now, LinkEnd.gone(gone.side()));
      default -> List.of();
    };
  }

  private List<LinkEffect> endLinked(Linked now, LinkEnd reason) {
    List<LinkEffect> effects = new ArrayList<>();
    for (Side side : Side.values()) {
      if (now.of(side) != Presence.OUT) {
        effects.add(new Hide(this, side));
      }
    }
    effects.addAll(end(reason, Step.ENDED));
    return effects;
  }

  private List<LinkEffect> end(LinkEnd reason, Step step) {
    state = new Ended(reason, state instanceof Linked linked ? linked.sinceMs() : 0);
    return List.of(tell(step, null));
  }

  private Tell tell(Step step, @Nullable String reason) {
    return new Tell(this, step, view(reason));
  }
}
