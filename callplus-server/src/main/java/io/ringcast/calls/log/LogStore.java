package io.ringcast.calls.log;

import io.ringcast.calls.exchange.LogBatch;
import io.ringcast.calls.exchange.Recollection;
import java.util.List;

/** Where the log's batches lie. A failure is a {@link io.ringcast.database.StoreException}. */
interface LogStore {
  /** @param first position of the batch's first row; it has {@link #rows} of them */
  record Numbered(long first, LogBatch batch) {}

  /** How many positions a batch takes: one for each entry, each answer and each news, and one at the least. */
  static long rows(LogBatch batch) {
    return Math.max(1, (long) batch.entries().size() + batch.answered().size() + batch.news().size());
  }

  /**
   * Writes all of them or nothing; they are durable when it returns.
   *
   * @param last the position of the last row
   * @param newsTold news up to this position are told, and go
   */
  void commit(List<Numbered> batches, long last, long newsTold);

  /** News after a position, the oldest first. */
  List<NewsRow> news(long after, int max);

  /** The last position that is durable. */
  long lastPosition();

  Recollection recall(String appId);

  List<String> apps();

  /**
   * Deletes calls that were over before a time, with their entries.
   *
   * @return how many calls, at most {@code max}
   */
  int deleteOver(long beforeMs, int max);
}
