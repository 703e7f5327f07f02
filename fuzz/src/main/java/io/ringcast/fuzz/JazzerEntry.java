package io.ringcast.fuzz;

import io.ringcast.fuzz.body.FuzzBody;
import java.util.List;

/** Where Jazzer enters: it calls these two methods by name. */
public final class JazzerEntry {
  private static FuzzBody body = new NoTarget();

  private JazzerEntry() {}

  /** @param arguments the target's name */
  public static void fuzzerInitialize(String[] arguments) {
    body = FuzzTarget.valueOf(arguments[0]).body();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    body.take(input);
  }

  /** Before a target is named. */
  private static final class NoTarget implements FuzzBody {
    @Override
    public void take(byte[] input) {
      throw new IllegalStateException("no target was named");
    }

    @Override
    public List<byte[]> seeds() {
      return List.of();
    }
  }
}
