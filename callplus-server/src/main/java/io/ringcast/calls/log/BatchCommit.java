package io.ringcast.calls.log;

import io.ringcast.calls.exchange.LogBatch;
import io.ringcast.calls.log.LogStore.Numbered;
import io.ringcast.database.Patience;
import io.ringcast.database.StoreException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what gathered in one transaction, as often as that takes. The writing thread owns it. */
final class BatchCommit {
  private static final Logger LOG = LoggerFactory.getLogger(BatchCommit.class);

  private final LogStore store;
  private final Patience patience;
  private final LongSupplier newsTold;
  private long last;

  BatchCommit(LogStore store, Patience patience, LongSupplier newsTold) {
    this.store = store;
    this.patience = patience;
    this.newsTold = newsTold;
    last = store.lastPosition();
  }

  /** Which of them are durable now; those that are not never will be. */
  BitSet write(List<LogBatch> group) {
    BitSet written = new BitSet();
    switch (attempt(group)) {
      case WRITTEN -> written.set(0, group.size());
      case UNSTORABLE -> writeApart(group, written);
      case TOO_LATE -> { }
    }
    return written;
  }

  private enum Outcome { WRITTEN, UNSTORABLE, TOO_LATE }

  /** One of them cannot be stored: other apps must not suffer for it, nor what came before it. */
  private void writeApart(List<LogBatch> group, BitSet written) {
    Set<String> broken = new HashSet<>();
    for (int i = 0; i < group.size(); i++) {
      LogBatch batch = group.get(i);
      if (broken.contains(batch.appId())) {
        continue;
      }
      if (attempt(List.of(batch)) == Outcome.WRITTEN) {
        written.set(i);
      } else {
        broken.add(batch.appId());
      }
    }
  }

  private Outcome attempt(List<LogBatch> group) {
    List<Numbered> numbered = new ArrayList<>(group.size());
    long position = last;
    for (LogBatch batch : group) {
      numbered.add(new Numbered(position + 1, batch));
      position += LogStore.rows(batch);
    }
    int failed = 0;
    boolean undecided = false;
    while (true) {
      try {
        // A connection that broke while it committed leaves open whether it did; the last position tells.
        if (!undecided || store.lastPosition() < position) {
          undecided = true;
          store.commit(numbered, position, newsTold.getAsLong());
        }
        last = position;
        return Outcome.WRITTEN;
      } catch (RuntimeException e) {
        if (!(e instanceof StoreException refused) || refused.unstorable()) {
          LOG.error("Calls cannot be written", e);
          return Outcome.UNSTORABLE;
        }
        LOG.warn("Calls are not written yet, trying again: {}", e.toString());
      }
      if (!patience.pause(++failed)) {
        return Outcome.TOO_LATE;
      }
    }
  }
}
