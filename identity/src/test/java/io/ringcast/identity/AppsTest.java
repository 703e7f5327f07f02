package io.ringcast.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class AppsTest {

  private static final KeyPair A = new KeyPair("a", "hush-hush");
  private static final KeyPair B = new KeyPair("b", "whisper");

  @Test
  void everyKeyFindsItsApp() {
    App shop = new App("shop", List.of(A, B));
    Apps apps = new Apps(List.of(shop));
    assertThat(apps.ownerOf("b")).isEqualTo(new Apps.Owner(shop, B));
    assertThat(apps.ownerOf("c")).isNull();
  }

  @Test
  void twoAppsNeverShareAKey() {
    assertThatIllegalArgumentException()
      .isThrownBy(() -> new Apps(List.of(new App("one", List.of(A)), new App("two", List.of(new KeyPair("a", "x"))))))
      .withMessageContaining("a").withMessageContaining("one").withMessageContaining("two");
  }

  @Test
  void twoAppsNeverShareAnId() {
    assertThatIllegalArgumentException()
      .isThrownBy(() -> new Apps(List.of(new App("one", List.of(A)), new App("one", List.of(B)))))
      .withMessageContaining("one");
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(new Apps.Owner(new App("shop", List.of(A)), A).toString()).contains("a").doesNotContain("hush");
  }
}
