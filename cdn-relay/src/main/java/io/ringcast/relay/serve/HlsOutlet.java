package io.ringcast.relay.serve;

import io.ringcast.relay.hls.HlsAnswer;
import io.ringcast.relay.hls.HlsSettings;
import io.ringcast.relay.hls.HlsStream;
import io.ringcast.relay.hub.Cursor;
import io.ringcast.relay.live.LiveEnd;
import io.ringcast.relay.live.Outlet;
import io.ringcast.relay.live.RunningStream;
import io.ringcast.relay.media.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A live stream cut into segments, and those who wait for the next. It is cut on the stream's thread; who asks may be on any, so both hold
 * its lock. After the stream's end it answers what it still has.
 */
final class HlsOutlet implements Outlet {
  /** So many wait for what comes next: more players than a stream may have would. */
  private static final int WAITING_MAX = 20_000;

  private final String id;
  private final RunningStream stream;
  private final HlsSettings settings;
  private final long idleNs;
  private final Runnable onEnded;
  private final ReentrantLock lock = new ReentrantLock();
  private List<Waiting> waiting = new ArrayList<>();
  private @Nullable HlsStream cut;
  private @Nullable Cursor cursor;
  private long askedNs;
  private boolean asked = true;
  private final long startedMs;
  private boolean ended;

  private record Waiting(Function<HlsStream, HlsAnswer> question, CompletableFuture<HlsAnswer> answer) {}

  /**
   * Cuts from the stream's last keyframe on.
   *
   * @param id names it in URLs; nobody guesses it
   * @param idleNs when nobody has asked for so long it stops
   * @param startedMs the wall clock when the stream's time was 0
   * @param onEnded runs when nothing is cut any more
   */
  HlsOutlet(String id, RunningStream stream, HlsSettings settings, long idleNs, long startedMs, Runnable onEnded) {
    this.id = id;
    this.stream = stream;
    this.settings = settings;
    this.idleNs = idleNs;
    this.startedMs = startedMs;
    this.onEnded = onEnded;
  }

  String id() {
    return id;
  }

  /** Whether nothing is cut any more. */
  boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** The answer, once it is known; {@link HlsAnswer.Wait} when too many wait already. Who cancels it waits no longer. */
  CompletableFuture<HlsAnswer> ask(Function<HlsStream, HlsAnswer> question) {
    lock.lock();
    try {
      asked = true;
      HlsStream now = cut;
      HlsAnswer answer = now == null ? new HlsAnswer.Wait() : question.apply(now);
      if (!(answer instanceof HlsAnswer.Wait) || ended || waiting.size() >= WAITING_MAX) {
        return CompletableFuture.completedFuture(answer);
      }
      Waiting one = new Waiting(question, new CompletableFuture<>());
      waiting.add(one);
      return one.answer();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onJoined(Cursor place) {
    cursor = place;
  }

  @Override
  public void onMore(long nowNs) {
    Cursor place = cursor;
    if (place == null) {
      return;
    }
    lock.lock();
    try {
      askedNs = asked || askedNs == 0 ? nowNs : askedNs;
      asked = !waiting.isEmpty();
      if (nowNs - askedNs >= idleNs) {
        stream.detach(this);
        end();
        return;
      }
      boolean more = false;
      for (Frame frame = place.next(); frame != null; frame = place.next()) {
        more |= stream().take(frame);
      }
      if (more) {
        answer();
      }
    } finally {
      lock.unlock();
    }
  }

  private HlsStream stream() {
    HlsStream now = cut;
    if (now == null) {
      now = new HlsStream(settings, "", stream.expectsVideo(), startedMs);
      cut = now;
    }
    return now;
  }

  private void answer() {
    HlsStream now = cut;
    List<Waiting> still = new ArrayList<>();
    for (Waiting one : waiting) {
      if (one.answer().isDone()) {
        continue;
      }
      HlsAnswer answer = now == null ? new HlsAnswer.Unknown() : one.question().apply(now);
      if (answer instanceof HlsAnswer.Wait && !ended) {
        still.add(one);
      } else {
        one.answer().complete(answer);
      }
    }
    waiting = still;
  }

  @Override
  public void onEnd(LiveEnd reason) {
    onMore(askedNs == 0 ? 1 : askedNs);
    lock.lock();
    try {
      end();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      cursor = null;
      if (cut != null) {
        cut.end();
      }
      answer();
      onEnded.run();
    }
  }
}
