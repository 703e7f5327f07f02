package io.ringcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenResult;
import io.ringcast.identity.TokenVerifier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', value = {
    "run --bogus | --bogus",
    "run --port abc | server.port: \"abc\"",
    "run --config /no/such/file | /no/such/file",
    "token --user u | --room",
    "token --room r --user u --role king | --role",
    "token --room r --user u --ttl 5x | 5x",
    "token --room r --user u --ttl 0s | 0s",
    "token --room r --user u --app nobody | --app",
    "frobnicate | frobnicate"
  })
  void namesWhatIsWrongAndExits2(String line, String naming) {
    assertThat(execute(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(naming);
  }

  @ParameterizedTest
  @CsvSource({"--help,Usage", "run --help,--lan", "token --help,--ttl"})
  void everyCommandHasHelp(String line, String containing) {
    assertThat(execute(line.split(" "))).isZero();
    assertThat(out.toString()).contains(containing);
  }

  @Test
  void aloneItPrintsHelp() {
    assertThat(execute()).isZero();
    assertThat(out.toString()).contains("run", "token");
  }

  @Test
  void tokenIsGoodForItsRoom() {
    Instant before = Instant.now();
    assertThat(execute("token", "--room", "demo", "--user", "alice", "--role", "audience", "--ttl", "2h")).isZero();
    TokenVerifier verifier = new TokenVerifier(new Apps(List.of(new App("dev", List.of(KeyPair.DEVELOPMENT)))));
    TokenResult result = verifier.verify(out.toString().strip(), before);
    assertThat(result).isInstanceOf(TokenResult.Accepted.class);
    RoomToken token = ((TokenResult.Accepted) result).token();
    assertThat(token.roomId()).isEqualTo("demo");
    assertThat(token.userId()).isEqualTo("alice");
    assertThat(token.canPublish()).isFalse();
    assertThat(token.canSubscribe()).isTrue();
    assertThat(token.expiresAt()).isBetween(before.plusSeconds(7198), before.plusSeconds(7260));
  }

  private int execute(String... arguments) {
    CommandLine commandLine = Ringcast.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commandLine.execute(arguments);
  }
}
