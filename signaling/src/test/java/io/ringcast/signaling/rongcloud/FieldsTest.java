package io.ringcast.signaling.rongcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;

class FieldsTest {
  private static final long SEED = 8_128;
  private static final MediaType FORM = MediaType.APPLICATION_FORM_URLENCODED;
  private static final MediaType JSON = MediaType.APPLICATION_JSON;

  @Test
  void formsAndObjectsSayTheSame() {
    for (Fields fields : new Fields[] {
        Fields.read("userId=a&userId=b&minute=5&name=A%20b+c%C3%A9", FORM),
        Fields.read("{\"userId\":[\"a\",\"b\"],\"minute\":5,\"name\":\"A b cé\",\"extra\":{\"x\":1},\"none\":null}", JSON),
        Fields.read(" {\"userId\":[\"a\",\"b\"],\"minute\":\"5\",\"name\":\"A b cé\"}", MediaType.ALL),
        Fields.read("userId=a&userId=b&minute=5&name=A b cé", new MediaType(FORM, StandardCharsets.UTF_8))}) {
      assertThat(fields.all("userId")).containsExactly("a", "b");
      assertThat(fields.number("minute", 1, 10)).isEqualTo(5);
      assertThat(fields.text("name", 10)).isEqualTo("A b cé");
      assertThat(fields.find("nothing")).isNull();
      assertThat(fields.find("none")).isNull();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
    "text/plain | a=b", "application/json | [1]", "application/json | {\"a\":", "application/json | a=b",
    "application/x-www-form-urlencoded | a=%zz", "application/x-www-form-urlencoded | a=%"})
  void whatCannotBeReadIsABadParameter(String type, String body) {
    assertThatExceptionOfType(ApiException.class).isThrownBy(() -> Fields.read(body, MediaType.parseMediaType(type)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ApiCode.BAD_PARAMETER));
  }

  @Test
  void aFieldBombIsRefused() {
    assertThatExceptionOfType(ApiException.class).isThrownBy(() -> Fields.read("a=1&".repeat(16_000), FORM));
    assertThatExceptionOfType(ApiException.class).isThrownBy(() -> Fields.read("{\"a\":[" + "1,".repeat(30_000) + "1]}", JSON));
    assertThatExceptionOfType(ApiException.class).isThrownBy(() -> Fields.read("{\"a\":".repeat(10_000), JSON));
  }

  /** Whatever arrives is understood or refused by name. */
  @Test
  void anyTextIsReadOrRefused() {
    Random random = new Random(SEED);
    String alphabet = "{}[]\":,&=%+0a\\u\u0000é\n ";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(random.nextInt(40), 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));
      for (MediaType type : List.of(FORM, JSON, MediaType.ALL)) {
        try {
          Fields.read(text.toString(), type).find("a");
        } catch (ApiException refused) {
          assertThat(refused.code()).as("%s, seed %d", text, SEED).isEqualTo(ApiCode.BAD_PARAMETER);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "11", "''", "x", "1.5", "99999999999999999999"})
  void numbersHaveBounds(String value) {
    Fields fields = Fields.read("n=" + value, FORM);
    assertThatExceptionOfType(ApiException.class).isThrownBy(() -> fields.number("n", 1, 10));
  }
}
