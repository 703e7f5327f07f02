package io.ringcast.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.bench.contender.HeapClasses.Count;
import io.ringcast.bench.contender.HeapClasses.Growth;
import org.junit.jupiter.api.Test;

class HeapClassesTest {
  private static final String BEFORE = """
    4711:
     num     #instances         #bytes  class name (module)
    -------------------------------------------------------
       1:         25000        2000000  [B (java.base@25.0.1)
       2:            10            400  io.ringcast.sfu.transport.Transport
    Total         25010        2000400
    """;
  private static final String AFTER = """
     num     #instances         #bytes  class name (module)
       1:         24000        1900000  [B (java.base@25.0.1)
       2:           110           4400  io.ringcast.sfu.transport.Transport
       3:           200           9600  [Ljava.util.HashMap$Node; (java.base@25.0.1)
    """;

  @Test
  void readsTheHistogramOfAJvm() {
    assertThat(HeapClasses.parse(BEFORE).byName()).hasSize(2)
      .containsEntry("[B", new Count(25_000, 2_000_000))
      .containsEntry("io.ringcast.sfu.transport.Transport", new Count(10, 400));
  }

  @Test
  void namesTheClassesThatGrewTheLargestFirst() {
    assertThat(HeapClasses.parse(AFTER).since(HeapClasses.parse(BEFORE))).containsExactly(
      new Growth("[Ljava.util.HashMap$Node;", 200, 9_600), new Growth("io.ringcast.sfu.transport.Transport", 100, 4_000));
  }
}
