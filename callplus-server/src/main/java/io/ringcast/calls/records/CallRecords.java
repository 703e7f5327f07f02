package io.ringcast.calls.records;

import io.ringcast.calls.call.CallRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The histories of all apps' users. It waits for the database. */
public interface CallRecords {
  int PAGE_MAX = 100;

  /**
   * What somebody wants to see of a history.
   *
   * @param after where the page before ended; null begins with the newest
   * @param limit 1 to {@link #PAGE_MAX}
   * @param missed only what the user missed
   * @param withUserId only calls that this user was part of too; null for all
   * @param fromMs only calls that started at this time or later
   * @param toMs only calls that started before this time
   */
  record Query(@Nullable RecordCursor after, int limit, boolean missed, @Nullable String withUserId, long fromMs, long toMs) {
    public Query(@Nullable RecordCursor after, int limit, boolean missed, @Nullable String withUserId) {
      this(after, limit, missed, withUserId, 0, Long.MAX_VALUE);
    }
  }

  /** @param next where it goes on; null when this is all */
  record Page(List<CallRecord> records, @Nullable RecordCursor next) {
    public Page {
      records = List.copyOf(records);
    }
  }

  /** The calls that a user started or was called in, the newest first. */
  Page list(String appId, String userId, Query query);

  /** Takes calls out of a user's own history. Returns how many were there. */
  int delete(String appId, String userId, List<String> callIds);

  int deleteAll(String appId, String userId);
}
