package io.ringcast.signaling.room.forward;

import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.Sids;
import io.ringcast.signaling.room.host.Alarm;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.SerialQueue;
import io.ringcast.signaling.room.link.Link;
import io.ringcast.signaling.room.link.Link.Party;
import io.ringcast.signaling.room.link.Link.Side;
import io.ringcast.signaling.room.link.Link.Wish;
import io.ringcast.signaling.room.link.LinkBook;
import io.ringcast.signaling.room.link.LinkEffect;
import io.ringcast.signaling.room.link.LinkEffect.Hide;
import io.ringcast.signaling.room.link.LinkEffect.Show;
import io.ringcast.signaling.room.link.LinkEffect.Tell;
import io.ringcast.signaling.room.link.LinkView;
import io.ringcast.signaling.room.link.LinkView.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links between rooms of this server: a {@link LinkBook} with a queue of its own, which is the only one to change it, so that what two
 * rooms want at once comes one after the other. It tells rooms on their queues, and has hosts shown by {@link Forwards}. Nobody waits for
 * anybody. Any thread may ask.
 */
public final class Links {
  private static final Logger LOG = LoggerFactory.getLogger(Links.class);
  /** Questions that wait; each request that asks one waits for its answer. */
  private static final int WAITING_MAX = 20_000;

  private final LinkBook book;
  private final Forwards forwards;
  private final SerialQueue queue;
  private final Alarm alarm;
  private final Map<String, Hosts> hosts = new HashMap<>();
  private final Map<Place, Showing> showings = new HashMap<>();
  private long scheduledMs = Long.MAX_VALUE;

  /** One of the two hosts, and where its room lives. */
  public record End(RoomHost host, Party party) {
    /** On the room's queue. */
    public static End of(RoomHost host, Participant who) {
      return new End(host, new Party(host.key(), who.userId(), who.sid()));
    }
  }

  /** @param fresh false for a link that there was before */
  public record Asked(LinkView link, boolean fresh) {}

  private record Hosts(RoomHost inviter, RoomHost invitee) {
    RoomHost of(Side side) {
      return side == Side.INVITER ? inviter : invitee;
    }
  }

  private record Place(Link link, Side side) {}

  /** What one side's room shows, and who waits to hear whether it does. */
  private record Showing(Forwards.Showing forward, List<CompletableFuture<LinkView>> waiting) {}

  /**
   * No links yet.
   *
   * @param executor runs the queue
   * @param random makes names: a secure generator outside of tests
   */
  public Links(Forwards forwards, Executor executor, Alarm alarm, RandomGenerator random) {
    Sids sids = new Sids(random);
    book = new LinkBook(() -> sids.next(Sids.LINK));
    this.forwards = forwards;
    this.alarm = alarm;
    queue = new SerialQueue(executor, WAITING_MAX);
  }

  /** What is asked of the book. */
  @FunctionalInterface
  private interface Question<T> {
    T answer(long nowMs) throws RoomRefusedException;
  }

  /** The refusal, where there is one, is what the future fails with. */
  public CompletableFuture<Asked> request(End inviter, End invitee, String extra, Wish wish) {
    return ask(nowMs -> {
      LinkBook.Asked asked = book.request(inviter.party(), invitee.party(), extra, wish, nowMs);
      if (asked.fresh()) {
        hosts.put(asked.link().linkId(), new Hosts(inviter.host(), invitee.host()));
      }
      return new Asked(asked.link().view(), asked.fresh());
    });
  }

  public CompletableFuture<LinkView> answer(String linkId, String participantId, boolean yes, Wish wish, String extra) {
    return ask(nowMs -> book.answer(linkId, participantId, yes, wish, extra, nowMs).view());
  }

  /** Completed when the side's room shows the other host; fails when it cannot. */
  public CompletableFuture<LinkView> join(String linkId, String participantId) {
    CompletableFuture<LinkView> joined = new CompletableFuture<>();
    var _ = ask(nowMs -> {
      Link link = book.join(linkId, participantId, nowMs);
      settle();
      whenShown(link, link.party(Side.INVITER).participantId().equals(participantId) ? Side.INVITER : Side.INVITEE, joined);
      return true;
    }).whenComplete((asked, failure) -> {
      if (failure != null) {
        joined.completeExceptionally(failure);
      }
    });
    return joined;
  }

  private void whenShown(Link link, Side side, CompletableFuture<LinkView> joined) {
    LinkView now = link.view();
    Showing showing = showings.get(new Place(link, side));
    if (showing == null || (side == Side.INVITER ? now.inviter() : now.invitee()).joined()) {
      joined.complete(now);
    } else {
      showing.waiting().add(joined);
    }
  }

  public CompletableFuture<LinkView> leave(String linkId, String participantId) {
    return ask(nowMs -> book.leave(linkId, participantId, nowMs).view());
  }

  /** Cancels what is pending, ends what was accepted. */
  public CompletableFuture<LinkView> end(String linkId, String participantId) {
    return ask(nowMs -> book.end(linkId, participantId, nowMs).view());
  }

  /** Links that have not ended. */
  public CompletableFuture<List<LinkView>> all() {
    return ask(nowMs -> book.all().stream().map(Link::view).toList());
  }

  private <T> CompletableFuture<T> ask(Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean taken = queue.offer(() -> turn(() -> {
      T given;
      try {
        given = question.answer(alarm.nowMs());
      } catch (RoomRefusedException e) {
        settle();
        answer.completeExceptionally(e);
        return;
      }
      settle();
      answer.complete(given);
    }));
    if (!taken) {
      answer.completeExceptionally(
          new RoomRefusedException(RoomRefusal.ROOM_BUSY, "Too many links are asked for: try again.", List.of()));
    }
    return answer;
  }

  private void tell(Runnable task) {
    queue.add(() -> turn(task));
  }

  private void turn(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("links: a command failed", e);
    }
    book.advance(alarm.nowMs());
    settle();
    long dueMs = book.nextDueMs();
    if (dueMs != Long.MAX_VALUE && dueMs != scheduledMs) {
      alarm.after(Math.max(0, dueMs - alarm.nowMs()), () -> tell(() -> scheduledMs = Long.MAX_VALUE));
    }
    scheduledMs = dueMs;
  }

  /** Does what the book says, until it says nothing more. */
  private void settle() {
    for (List<LinkEffect> effects = book.effects(); !effects.isEmpty(); effects = book.effects()) {
      for (LinkEffect effect : effects) {
        switch (effect) {
          case Tell told -> told(told);
          case Show show -> show(show.link(), show.side());
          case Hide hide -> hide(new Place(hide.link(), hide.side()));
        }
      }
    }
  }

  private void told(Tell told) {
    Hosts both = hosts.get(told.link().linkId());
    if (both == null) {
      return;
    }
    for (Side side : Side.values()) {
      RoomHost host = both.of(side);
      Runnable onGone = () -> tell(() -> book.gone(told.link(), side, alarm.nowMs()));
      host.tell(() -> host.room().links().changed(told.view(), told.step(), onGone));
    }
    if (told.view().state() == State.ENDED) {
      hosts.remove(told.link().linkId());
    }
  }

  private void show(Link link, Side side) {
    Hosts both = hosts.get(link.linkId());
    if (both == null) {
      return;
    }
    Place place = new Place(link, side);
    Forwards.Showing[] current = new Forwards.Showing[1];
    Forwards.Showing forward = forwards.show(
        both.of(side.other()), link.party(side.other()).participantId(), both.of(side), new Forwards.Outcome() {
          @Override
          public void onShown() {
            tell(() -> shown(place, current[0]));
          }

          @Override
          public void onRefused(RoomRefusedException why) {
            tell(() -> notShown(place, current[0], why));
          }

          @Override
          public void onEnded() {
            tell(() -> notShown(place, current[0], null));
          }
        });
    current[0] = forward;
    showings.put(place, new Showing(forward, new ArrayList<>()));
  }

  private void hide(Place place) {
    Showing showing = showings.remove(place);
    if (showing != null) {
      showing.forward().end();
      showing.waiting().forEach(waiting -> waiting.complete(place.link().view()));
    }
  }

  private void shown(Place place, Forwards.Showing forward) {
    Showing showing = showings.get(place);
    if (showing != null && showing.forward() == forward) {
      book.shown(place.link(), place.side(), alarm.nowMs());
      showing.waiting().forEach(waiting -> waiting.complete(place.link().view()));
      showing.waiting().clear();
    }
  }

  /** @param why null for one that was shown, and is no longer */
  private void notShown(Place place, Forwards.Showing forward, @Nullable RoomRefusedException why) {
    Showing showing = showings.get(place);
    if (showing == null || showing.forward() != forward) {
      return;
    }
    showings.remove(place);
    RoomRefusedException reason = why == null ? new RoomRefusedException(
        RoomRefusal.NO_SUCH_USER, "It was taken out of the other room, or has just left its own.", List.of()) : why;
    book.notShown(place.link(), place.side(), reason.refusal().name(), alarm.nowMs());
    showing.waiting().forEach(waiting -> waiting.completeExceptionally(reason));
  }
}
