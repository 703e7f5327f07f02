package io.ringcast.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigDocTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| `(RINGCAST_[A-Z_]+)` \\|");

  @Test
  void docAndCodeNameTheSameSettings() throws IOException {
    String doc = Files.readString(Path.of("..", "docs", "config.md"));
    Map<String, String> documented = ROW.matcher(doc).results()
      .collect(Collectors.toMap(row -> row.group(1), (Function<MatchResult, String>) row -> row.group(2)));
    Map<String, String> coded = Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::key, Setting::environmentName));
    assertThat(documented).isEqualTo(coded);
  }
}
