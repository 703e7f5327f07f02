package io.ringcast.signaling.insight;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one look at one member noticed, the worst of each kind. */
final class Symptoms {
  private final Map<Trouble, Symptom> worst = new EnumMap<>(Trouble.class);

  /** @param about the publication that it was noticed at; null when it is the whole connection */
  record Symptom(double value, @Nullable String about) {}

  /** Takes a value, which may be none of trouble. */
  void measure(Trouble kind, double value, @Nullable String about) {
    Symptom known = worst.get(kind);
    if (kind.isNoticed(value) && (known == null || known.value() < value)) {
      worst.put(kind, new Symptom(value, about));
    }
  }

  /** Takes one more of what is counted. */
  void count(Trouble kind, @Nullable String about) {
    worst.merge(kind, new Symptom(1, about), (known, one) -> new Symptom(known.value() + 1, known.about()));
  }

  Map<Trouble, Symptom> noticed() {
    return worst;
  }
}
