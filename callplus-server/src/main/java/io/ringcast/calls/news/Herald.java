package io.ringcast.calls.news;

import io.ringcast.calls.log.NewsRow;
import io.ringcast.calls.log.WrittenCallLog;
import io.ringcast.database.StoreException;
import io.ringcast.events.AppendRefusal;
import io.ringcast.events.AppendRefusedException;
import io.ringcast.events.EventLog;
import io.ringcast.events.EventType;
import io.ringcast.events.NewEvent;
import io.ringcast.events.RoomKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the calls' news into the log of events, each once: what a dead server may have carried there, without having noted it, is looked
 * up first. While the events take nothing it waits, and the news stay in the calls' log. A thread of its own.
 */
public final class Herald implements AutoCloseable {
  private static final int AT_ONCE = 100;
  private static final long AGAIN_MS = 1_000;
  /** How long a server that stops waits for what is not told yet; the next one tells the rest. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(Herald.class);

  private final WrittenCallLog log;
  private final EventLog events;
  private final BiPredicate<RoomKey, EventType> told;
  private final long oldUpTo;
  private final Semaphore hints = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().name("call-news").daemon().unstarted(this::run);
  private volatile boolean closing;
  private long after;

  /**
   * Begins with what the last server left.
   *
   * @param told whether an event of this type is kept of a room; it waits for the database
   */
  public Herald(WrittenCallLog log, EventLog events, BiPredicate<RoomKey, EventType> told) {
    this.log = log;
    this.events = events;
    this.told = told;
    oldUpTo = log.lastPosition();
    log.onNews(hints::release);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        if (!tellSome()) {
          if (closing) {
            return;
          }
          hints.acquire();
          hints.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      // The server stops; the next one goes on.
    }
  }

  /** False when there are no more. */
  private boolean tellSome() throws InterruptedException {
    try {
      List<NewsRow> rows = log.news(after, AT_ONCE);
      if (rows.isEmpty()) {
        return false;
      }
      tell(rows.stream().filter(row -> !isTold(row)).map(Happenings::event).toList());
      after = rows.getLast().position();
      log.newsTold(after);
    } catch (StoreException | CompletionException e) {
      LOG.warn("News of calls are not told yet, trying again: {}", e.getMessage());
      boolean _ = hints.tryAcquire(AGAIN_MS, TimeUnit.MILLISECONDS);
      return !closing;
    }
    return true;
  }

  private boolean isTold(NewsRow row) {
    return row.position() <= oldUpTo && told.test(Happenings.room(row), Happenings.type(row));
  }

  private void tell(List<NewEvent> news) {
    try {
      events.append(news).join();
    } catch (CompletionException e) {
      if (!isHopeless(e)) {
        throw e;
      }
      news.forEach(this::tellAlone);
    }
  }

  /** One that can never be written is left out. */
  private void tellAlone(NewEvent one) {
    try {
      events.append(List.of(one)).join();
    } catch (CompletionException e) {
      if (!isHopeless(e)) {
        throw e;
      }
      LOG.error("{} of {} cannot be told: {}", one.happening().label(), one.room(), e.getMessage());
    }
  }

  private static boolean isHopeless(CompletionException e) {
    return e.getCause() instanceof AppendRefusedException refused
        && (refused.reason() == AppendRefusal.TOO_LARGE || refused.reason() == AppendRefusal.UNSTORABLE);
  }

  /** Tells what is left, for a moment; the log takes nothing more. */
  @Override
  public void close() {
    closing = true;
    hints.release();
    try {
      if (!thread.join(LAST_WORDS)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
