package io.ringcast.signaling.room;

import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.signaling.room.Seat.Speaking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who was heard last, so that a change can be told: who speaks, how loud, and who fell silent. */
final class SpeakerBoard {
  private final Map<Participant, Integer> levels = new LinkedHashMap<>();
  private final Map<Participant, Integer> elsewhere = new LinkedHashMap<>();
  private List<Speaker> here = List.of();

  /** Takes what the media plane hears in this room, loudest first. */
  void hears(List<Speaker> loudestFirst) {
    here = loudestFirst;
  }

  /** Takes how loud somebody is who is heard in another room; false when it is as loud as it was. */
  boolean hears(Participant forwarded, int level) {
    Integer before = level == 0 ? elsewhere.remove(forwarded) : elsewhere.put(forwarded, level);
    return level != (before == null ? 0 : before);
  }

  /** What changed, loudest first. */
  List<Speaking> changes(Collection<Participant> members) {
    Map<Participant, Integer> now = new LinkedHashMap<>(elsewhere);
    for (Speaker speaker : here) {
      for (Participant member : members) {
        if (publishes(member, speaker.publication())) {
          now.merge(member, speaker.level(), Math::max);
        }
      }
    }
    List<Speaking> changes = new ArrayList<>();
    now.forEach((who, level) -> changes.add(new Speaking(who, level)));
    changes.sort(Comparator.comparingInt(Speaking::level).reversed());
    levels.keySet().stream().filter(who -> !now.containsKey(who)).forEach(who -> changes.add(new Speaking(who, 0)));
    levels.clear();
    changes.stream().filter(change -> change.level() > 0).forEach(change -> levels.put(change.who(), change.level()));
    return changes;
  }

  /** Those who speak now. */
  List<Speaking> current() {
    return levels.entrySet().stream().map(entry -> new Speaking(entry.getKey(), entry.getValue())).toList();
  }

  void forget(Participant who) {
    levels.remove(who);
    elsewhere.remove(who);
  }

  private static boolean publishes(Participant member, PublicationId id) {
    return member.publications().stream().anyMatch(publication -> publication.live() && publication.id().equals(id));
  }
}
