package io.ringcast.sfu.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import io.ringcast.sfu.wire.HostileBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedPayloadTest {
  private static final int OPUS = 111;

  /** Payload; bytes before the primary block's content, -1 for malformed. Timestamp offset 960, lengths 2 and 3. */
  @ParameterizedTest
  @CsvSource({
    "6F AA,1",
    "EF 0F0002 6F BBBB AA,7",
    "EF 1E0003 EF 0F0002 6F CCCCCC BBBB AAAA,14",
    "EF 0F0000 6F AA,5",
    "6F,-1",
    "'',-1",
    "EF 0F00,-1",
    "EF 0F0002,-1",
    "EF 0F0002 6F BBBB,-1",
    "EF 0F0002 6F BB,-1",
    "EF 0F03FF 6F BBBB AA,-1",
    "09 AA,-1",
    "EF 0F0002 09 BBBB AA,-1",
  })
  void findsThePrimaryBlock(String payload, int primaryOffset) {
    byte[] bytes = Hex.bytes("EE" + payload);
    assertThat(RedPayload.primaryOffset(bytes, 1, bytes.length - 1, OPUS)).isEqualTo(primaryOffset);
  }

  @ParameterizedTest
  @CsvSource({"6F AA,60aa", "EF 1E0003 EF 0F0002 6F CCCCCC BBBB AAAA,e01e0003e00f000260ccccccbbbbaaaa"})
  void renumbersEveryBlock(String payload, String renumbered) {
    byte[] bytes = Hex.bytes("EE" + payload);
    RedPayload.renumber(bytes, 1, 96);
    assertThat(Hex.string(bytes, 1, bytes.length - 1)).isEqualTo(renumbered);
  }

  @Test
  void survivesHostileBytes() {
    HostileBytes.feed(19, (bytes, offset, length) -> {
      int primary = RedPayload.primaryOffset(bytes, offset, length, OPUS);
      assertThat(primary).isLessThan(Math.max(1, length));
      if (primary >= 0) {
        RedPayload.renumber(bytes, offset, 96);
        assertThat(RedPayload.primaryOffset(bytes, offset, length, 96)).isEqualTo(primary);
      }
    }, Hex.bytes("EF 1E0003 EF 0F0002 6F CCCCCC BBBB AAAA"));
  }
}
