package io.ringcast.calls.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What one commit changes, put together by statement: first all that comes, then all that goes. */
final class Rows {
  private final JdbcTemplate writer;
  private final Map<String, List<@Nullable Object[]>> coming = new LinkedHashMap<>();
  private final Map<String, List<@Nullable Object[]>> going = new LinkedHashMap<>();

  Rows(JdbcTemplate writer) {
    this.writer = writer;
  }

  void add(String sql, @Nullable Object... values) {
    coming.computeIfAbsent(sql, _ -> new ArrayList<>()).add(values);
  }

  void remove(String sql, @Nullable Object... values) {
    going.computeIfAbsent(sql, _ -> new ArrayList<>()).add(values);
  }

  void write() {
    coming.forEach(writer::batchUpdate);
    going.forEach(writer::batchUpdate);
  }
}
