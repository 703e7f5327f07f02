package io.ringcast.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ringcast.fuzz.body.FuzzBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seeds, every case that fuzzing once found, and mutations of both by a fixed seed. */
class FuzzCasesTest {
  private static final Path FINDINGS = Path.of("src/test/resources/findings");
  private static final long SEED = 16_180;
  private static final int MUTATIONS = 2_000;

  @ParameterizedTest
  @EnumSource
  void knownInputsAndTheirMutationsFindNothing(FuzzTarget target) throws IOException {
    FuzzBody body = target.body();
    List<byte[]> inputs = new ArrayList<>(body.seeds());
    assertThat(inputs).as("seeds").isNotEmpty();
    inputs.addAll(findings(target));
    inputs.forEach(input -> check(body, input));
    Random random = new Random(SEED);
    for (int i = 0; i < MUTATIONS; i++) {
      check(body, mutated(inputs.get(random.nextInt(inputs.size())), random));
    }
  }

  private static void check(FuzzBody body, byte[] input) {
    assertThatCode(() -> body.take(input))
      .as(() -> "seed " + SEED + ", input " + HexFormat.of().formatHex(input)).doesNotThrowAnyException();
  }

  private static List<byte[]> findings(FuzzTarget target) throws IOException {
    Path folder = FINDINGS.resolve(target.label());
    List<byte[]> findings = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          findings.add(Files.readAllBytes(file));
        }
      }
    }
    return findings;
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] input = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length + 1) : good.length);
    for (int changes = random.nextInt(5); changes > 0 && input.length > 0; changes--) {
      input[random.nextInt(input.length)] = (byte) random.nextInt();
    }
    return input;
  }
}
