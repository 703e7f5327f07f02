package io.ringcast.signaling.insight;

import io.ringcast.signaling.insight.Symptoms.Symptom;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One member's troubles: each counts when it has lasted, and is told for a while longer, so that a list sorted by trouble stands still. */
final class TroubleHistory {
  static final long HELD_MS = 10_000;
  private static final double WORST = 100;
  /** What every further trouble adds, of its severity: two small ones are no large one. */
  private static final double FURTHER = 0.1;

  private final Map<Trouble, Seen> seen = new EnumMap<>(Trouble.class);

  private record Seen(Symptom symptom, long sinceMs, long lastMs) {}

  /**
   * One trouble of a member.
   *
   * @param about the publication that it is about; null when it is the whole connection
   * @param now whether the last look saw it too
   */
  record Reason(Trouble trouble, double value, @Nullable String about, long sinceMs, boolean now) {
    double severity() {
      return trouble.severity(value);
    }
  }

  /** Takes what a look noticed; tells what counts, the gravest first. */
  List<Reason> take(Symptoms symptoms, long nowMs) {
    seen.values().removeIf(one -> nowMs - one.lastMs() > HELD_MS);
    symptoms.noticed().forEach((kind, symptom) -> {
      Seen known = seen.get(kind);
      seen.put(kind, new Seen(symptom, known == null ? nowMs : known.sinceMs(), nowMs));
    });
    return seen.entrySet().stream()
        .filter(entry -> entry.getValue().lastMs() - entry.getValue().sinceMs() >= entry.getKey().settleMs())
        .map(entry -> reason(entry.getKey(), entry.getValue(), nowMs))
        .sorted(Comparator.comparingDouble(Reason::severity).reversed())
        .toList();
  }

  private static Reason reason(Trouble kind, Seen seen, long nowMs) {
    return new Reason(kind, seen.symptom().value(), seen.symptom().about(), seen.sinceMs(), seen.lastMs() == nowMs);
  }

  /** 0 to 100: the gravest reason, and a little for each of the others. */
  static int score(List<Reason> reasons) {
    double sum = reasons.stream().mapToDouble(Reason::severity).sum();
    double gravest = reasons.stream().mapToDouble(Reason::severity).max().orElse(0);
    return (int) Math.round(Math.min(WORST, gravest + FURTHER * (sum - gravest)));
  }
}
