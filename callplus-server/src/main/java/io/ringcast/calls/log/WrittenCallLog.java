package io.ringcast.calls.log;

import io.ringcast.calls.exchange.CallLog;
import io.ringcast.calls.exchange.LogBatch;
import io.ringcast.calls.exchange.Recollection;
import io.ringcast.database.Database;
import io.ringcast.database.Patience;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of all apps' calls in the database. While one transaction syncs the disk the next gathers; a failing database is asked again
 * until it is back, and nobody hears anything meanwhile. A batch that cannot be stored ends its app's writing until the app is recalled.
 * One thread writes; any thread may append and recall.
 */
public final class WrittenCallLog implements CallLog, AutoCloseable {
  /** Batches that wait to be written. */
  static final int QUEUE_MAX = 65_536;
  private static final int COMMIT_MAX = 1_024;
  private static final int DELETED_AT_ONCE = 500;
  private static final Logger LOG = LoggerFactory.getLogger(WrittenCallLog.class);

  private record Waiting(LogBatch batch, CompletableFuture<Void> done) {}

  private final LogStore store;
  private final BatchCommit commit;
  private final Patience patience = new Patience();
  private final Thread thread = Thread.ofPlatform().name("calls-writer").daemon().unstarted(this::run);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Deque<Runnable> jobs = new ArrayDeque<>();
  /** Apps one of whose batches failed; what follows fails too. */
  private final Set<String> broken = new HashSet<>();
  private volatile long newsTold;
  private volatile Runnable onNews = () -> { };
  private boolean closed;

  private WrittenCallLog(LogStore store) {
    this.store = store;
    commit = new BatchCommit(store, patience, () -> newsTold);
  }

  /** Brings the tables up to date. */
  public static WrittenCallLog open(Database database) {
    return open(new SqlLogStore(database));
  }

  static WrittenCallLog open(LogStore store) {
    WrittenCallLog log = new WrittenCallLog(store);
    log.thread.start();
    return log;
  }

  @Override
  public CompletableFuture<Void> append(LogBatch batch) {
    lock.lock();
    try {
      if (closed || broken.contains(batch.appId()) || waiting.size() >= QUEUE_MAX) {
        broken.add(batch.appId());
        return CompletableFuture.failedFuture(new BatchRefusedException(closed ? "the log is closed" : "what came before is not written"));
      }
      Waiting next = new Waiting(batch, new CompletableFuture<>());
      waiting.add(next);
      work.signal();
      return next.done();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Recollection recall(String appId) {
    Recollection known = store.recall(appId);
    lock.lock();
    try {
      broken.remove(appId);
    } finally {
      lock.unlock();
    }
    return known;
  }

  @Override
  public List<String> apps() {
    return store.apps();
  }

  /** The last position that is durable now. */
  public long lastPosition() {
    return store.lastPosition();
  }

  /** News that back ends were not told, the oldest first. It waits for the database. */
  public List<NewsRow> news(long after, int max) {
    return store.news(after, max);
  }

  /** News up to this position are told; they go with the next commit, and may be seen again after a crash. */
  public void newsTold(long position) {
    newsTold = position;
  }

  /** Runs something that returns at once whenever there may be news. */
  public void onNews(Runnable hint) {
    onNews = hint;
  }

  /** Deletes calls that were over before a time, a few at once, between what is written. */
  public void forgetBefore(long timeMs) {
    lock.lock();
    try {
      if (!closed) {
        jobs.add(() -> forget(timeMs));
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(long timeMs) {
    if (store.deleteOver(timeMs, DELETED_AT_ONCE) == DELETED_AT_ONCE) {
      forgetBefore(timeMs);
    }
  }

  /** Takes nothing more, writes what waits, and leaves; what a failing database has not taken by then is refused. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    patience.awaitEnd(thread);
  }

  private void run() {
    List<Waiting> group = next();
    while (group != null) {
      write(group);
      runJob();
      group = next();
    }
  }

  /** What was appended after a batch that failed, before anybody knew, fails too. */
  private List<Waiting> withoutBroken(List<Waiting> all) {
    Set<String> failed;
    lock.lock();
    try {
      failed = Set.copyOf(broken);
    } finally {
      lock.unlock();
    }
    all.stream().filter(one -> failed.contains(one.batch().appId())).forEach(this::refuse);
    return all.stream().filter(one -> !failed.contains(one.batch().appId())).toList();
  }

  private void write(List<Waiting> all) {
    List<Waiting> group = withoutBroken(all);
    if (group.isEmpty()) {
      return;
    }
    BitSet written = commit.write(group.stream().map(Waiting::batch).toList());
    if (group.stream().anyMatch(one -> !one.batch().news().isEmpty())) {
      onNews.run();
    }
    for (int i = 0; i < group.size(); i++) {
      Waiting one = group.get(i);
      if (written.get(i)) {
        one.done().complete(null);
      } else {
        refuse(one);
      }
    }
  }

  private void refuse(Waiting one) {
    lock.lock();
    try {
      broken.add(one.batch().appId());
    } finally {
      lock.unlock();
    }
    one.done().completeExceptionally(new BatchRefusedException("it cannot be written"));
  }

  private void runJob() {
    Runnable job;
    lock.lock();
    try {
      job = jobs.poll();
    } finally {
      lock.unlock();
    }
    if (job != null) {
      try {
        job.run();
      } catch (RuntimeException e) {
        LOG.warn("Old calls are not deleted yet: {}", e.getMessage());
      }
    }
  }

  /** All that waits, up to a commit's size; an erasure is the last of its commit. Null when nothing more will come. */
  private @Nullable List<Waiting> next() {
    lock.lock();
    try {
      while (!closed && waiting.isEmpty() && jobs.isEmpty()) {
        work.awaitUninterruptibly();
      }
      if (waiting.isEmpty() && (closed || jobs.isEmpty())) {
        return null;
      }
      List<Waiting> group = new ArrayList<>();
      boolean last = false;
      while (!waiting.isEmpty() && group.size() < COMMIT_MAX && !last) {
        Waiting one = waiting.removeFirst();
        group.add(one);
        last = !one.batch().erased().isEmpty();
      }
      return group;
    } finally {
      lock.unlock();
    }
  }
}
