package io.ringcast.bench;

import java.io.PrintStream;
import java.util.List;

/** The command behind {@code ./ringcast bench}: picks a benchmark by name. */
public final class Benchmarks {

  private static final int EXIT_USAGE = 2;
  private static final String USAGE = """
    Usage: ./ringcast bench NAME [--json FILE]

    There is no benchmark yet.

          --json FILE   also writes the figures there
      -h, --help        shows this help
    """;

  private Benchmarks() { }

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    String first = arguments.isEmpty() ? "--help" : arguments.getFirst();
    if (first.equals("--help") || first.equals("-h")) {
      out.print(USAGE);
      return 0;
    }
    err.println(first.startsWith("-") ? "Unknown option: '" + first + "'" : "Unknown benchmark: '" + first + "'");
    err.print(USAGE);
    return EXIT_USAGE;
  }
}
