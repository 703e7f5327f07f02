package io.ringcast.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    TextTable table = new TextTable("a", "long head", "c");
    table.row("wide cell", "1", "x");
    table.row("b", "22", "");
    assertThat(table.text()).isEqualTo("""
      a          long head  c
      wide cell  1          x
      b          22
      """);
  }

  @Test
  void everyHeadHasItsCell() {
    TextTable table = new TextTable("a", "b");
    assertThatIllegalArgumentException().isThrownBy(() -> table.row("1"));
  }
}
