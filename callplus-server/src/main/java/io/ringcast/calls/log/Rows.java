package io.ringcast.calls.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What one commit changes, put together by statement: first all that comes, then what is set, then all that goes. */
final class Rows {
  private final JdbcTemplate writer;
  private final Map<String, List<@Nullable Object[]>> coming = new LinkedHashMap<>();
  /** By what is set: PostgreSQL sets a row once in a statement. */
  private final Map<String, Map<List<String>, @Nullable Object[]>> setting = new LinkedHashMap<>();
  private final Map<String, List<@Nullable Object[]>> going = new LinkedHashMap<>();

  Rows(JdbcTemplate writer) {
    this.writer = writer;
  }

  void add(String sql, @Nullable Object... values) {
    coming.computeIfAbsent(sql, _ -> new ArrayList<>()).add(values);
  }

  /** The last one counts. Its values are the key's, and one more. */
  void set(String sql, List<String> key, Object value) {
    List<Object> values = new ArrayList<>(key);
    values.add(value);
    setting.computeIfAbsent(sql, _ -> new LinkedHashMap<>()).put(key, values.toArray());
  }

  void remove(String sql, @Nullable Object... values) {
    going.computeIfAbsent(sql, _ -> new ArrayList<>()).add(values);
  }

  void write() {
    coming.forEach(writer::batchUpdate);
    setting.forEach((sql, rows) -> writer.batchUpdate(sql, List.copyOf(rows.values())));
    going.forEach(writer::batchUpdate);
  }
}
