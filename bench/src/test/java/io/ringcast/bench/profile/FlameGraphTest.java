package io.ringcast.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlameGraphTest {
  @Test
  void aBoxIsAsWideAsItsShareAndLiesBelowItsCaller() {
    StackTree root = new StackTree("all threads");
    for (int i = 0; i < 4; i++) {
      StackTree loop = root.count().callee("media-loop").count();
      loop.callee(i == 0 ? "io.ringcast.sfu.Rewriter.<init>" : "javax.crypto.Cipher.doFinal").count();
    }
    assertThat(FlameGraph.of(root)).isEqualToNormalizingNewlines("""
      <svg xmlns="http://www.w3.org/2000/svg" width="1600" height="48" font-family="monospace" font-size="10">
      %s%s%s%s</svg>
      """.formatted(
        box("all threads", "100.0", "0.0", 0, "1600.0", "#d6d6d6", "all threads"),
        box("media-loop", "100.0", "0.0", 16, "1600.0", "#d6d6d6", "media-loop"),
        box("io.ringcast.sfu.Rewriter.&lt;init&gt;", "25.0", "0.0", 32, "400.0", "#f5b36b", "Rewriter.&lt;init&gt;"),
        box("javax.crypto.Cipher.doFinal", "75.0", "400.0", 32, "1200.0", "#c9a3e0", "Cipher.doFinal")));
  }

  private static String box(String name, String share, String x, int y, String width, String colour, String shown) {
    return """
      <g><title>%s, %s %%</title><rect x="%s" y="%d" width="%s" height="16" fill="%s" stroke="white"/><text x="%s" y="%d">%s</text></g>
      """.formatted(name, share, x, y, width, colour, Double.parseDouble(x) + 3, y + 12, shown);
  }
}
