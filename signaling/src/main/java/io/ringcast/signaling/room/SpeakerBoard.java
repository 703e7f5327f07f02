package io.ringcast.signaling.room;

import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.signaling.room.Seat.Speaking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who was heard last, so that a change can be told: who speaks, how loud, and who fell silent. */
final class SpeakerBoard {
  private final Map<Participant, Integer> levels = new LinkedHashMap<>();

  /** What changed, loudest first. */
  List<Speaking> changes(Collection<Participant> members, List<Speaker> speakers) {
    Map<Participant, Integer> now = new LinkedHashMap<>();
    for (Speaker speaker : speakers) {
      for (Participant member : members) {
        if (publishes(member, speaker.publication())) {
          now.merge(member, speaker.level(), Math::max);
        }
      }
    }
    List<Speaking> changes = new ArrayList<>();
    now.forEach((who, level) -> changes.add(new Speaking(who, level)));
    levels.keySet().stream().filter(who -> !now.containsKey(who)).forEach(who -> changes.add(new Speaking(who, 0)));
    levels.clear();
    levels.putAll(now);
    return changes;
  }

  /** Those who speak now. */
  List<Speaking> current() {
    return levels.entrySet().stream().map(entry -> new Speaking(entry.getKey(), entry.getValue())).toList();
  }

  void forget(Participant who) {
    levels.remove(who);
  }

  private static boolean publishes(Participant member, PublicationId id) {
    return member.publications().stream().anyMatch(publication -> publication.live() && publication.id().equals(id));
  }
}
