package io.ringcast.bench.fanout;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The loads of the whole table, by name. */
public enum Suite {
  BURST_10, BURST_50, BURST_100, BURST_200, SPACED_50, SPACED_100, SPACED_200, ROOMS_10_OF_20, AUDIO_200, MIXED_200;

  public Load load() {
    return switch (this) {
      case BURST_10 -> video(1, 10, 0);
      case BURST_50 -> video(1, 50, 0);
      case BURST_100 -> video(1, 100, 0);
      case BURST_200 -> video(1, 200, 0);
      case SPACED_50 -> video(1, 50, Loads.SPACING_NS);
      case SPACED_100 -> video(1, 100, Loads.SPACING_NS);
      case SPACED_200 -> video(1, 200, Loads.SPACING_NS);
      case ROOMS_10_OF_20 -> video(10, 20, 0);
      case AUDIO_200 -> new Load(1, 0, Loads.SPEAKERS, 200, Loads.FRAME);
      case MIXED_200 -> new Load(1, 1, 1, 200, Loads.KEYFRAMES);
    };
  }

  /** As the command line names it. */
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static List<String> options() {
    return Arrays.stream(values()).map(Suite::option).toList();
  }

  private static Load video(int rooms, int subscribers, long spacingNs) {
    return new Load(rooms, 1, 0, subscribers, new Load.Frame(Loads.FRAME.perSecond(), Loads.FRAME.packets(), spacingNs));
  }
}
