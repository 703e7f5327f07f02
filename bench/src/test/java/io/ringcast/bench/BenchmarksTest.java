package io.ringcast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchmarksTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--help                     | 0 | fanout",
    "fanout --help              | 0 | --subscribers",
    "fanout --nonsense          | 2 | --nonsense",
    "nonsense                   | 2 | nonsense",
    "calls --help               | 0 | --seconds",
    "calls --seconds 0          | 2 | --seconds",
    "bare-loop --help           | 0 | --receivers",
    "bare-loop --run 0          | 2 | --run",
    "bare-loop --bytes 9000     | 2 | --bytes",
    "fanout --subscribers 0     | 2 | --subscribers",
    "fanout --subscribers many  | 2 | --subscribers",
    "fanout --spacing 2ms       | 2 | --spacing",
    "fanout --cipher rot13      | 2 | --cipher",
    "fanout --with nobody       | 2 | --with",
    "fanout --with bare         | 2 | --with",
    "fanout --media smell       | 2 | --media",
    "fanout --rooms 0           | 2 | --rooms",
    "fanout --rounds 0          | 2 | --rounds",
    "fanout --fps 0             | 2 | --fps",
    "fanout --decrypt-one-of 0  | 2 | --decrypt-one-of",
    "fanout --suite nothing     | 2 | burst-200",
    "fanout --url http://x      | 2 | --pid",
    "mixer --help              | 0 | --inputs",
    "mixer --inputs 0          | 2 | --inputs",
    "mixer --inputs 4,17       | 2 | --inputs",
    "mixer --height 8          | 2 | --height",
    "mixer --rounds 0          | 2 | --rounds",
    "livekit --help             | 0 | --what",
    "livekit --what nothing     | 2 | --what",
    "livekit --with nobody      | 2 | --with",
    "livekit --joins 0          | 2 | --joins",
    "livekit --idle 99999       | 2 | --idle",
    "livekit --readers 0        | 2 | --readers",
    "livekit --messages 0       | 2 | --messages",
    "livekit --early 0          | 2 | --early",
  })
  void saysWhatItDoesNotUnderstand(String line, int exitCode, String named) {
    StringWriter said = new StringWriter();
    CommandLine command = Benchmarks.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
    assertThat(command.execute(line.split(" +", -1))).as(said.toString()).isEqualTo(exitCode);
    assertThat(said.toString()).contains(named);
  }
}
