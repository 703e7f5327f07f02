package io.ringcast.sfu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.PublicationId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActiveSpeakersTest {
  private final List<String> told = new ArrayList<>();
  private final ActiveSpeakers speakers = new ActiveSpeakers(this::hear);

  private void hear(MediaEvent event) {
    if (event instanceof MediaEvent.ActiveSpeakers active) {
      told.add(String.join(" ", active.speakers().stream().map(speaker -> speaker.publication().value()).toList()));
    }
  }

  private static Speaker speaker(String name, int level) {
    return new Speaker(new PublicationId(name), level);
  }

  @Test
  void ranksTheSpeakersOfAllLoops() {
    speakers.onLevels(0, List.of(speaker("alice", 90)));
    speakers.onLevels(1, List.of(speaker("bob", 100), speaker("carol", 85)));
    assertThat(told).containsExactly("alice", "bob alice carol");
  }

  @Test
  void tellsOnlyChanges() {
    speakers.onLevels(0, List.of(speaker("alice", 90)));
    speakers.onLevels(0, List.of(speaker("alice", 95)));
    speakers.onLevels(0, List.of());
    speakers.onLevels(0, List.of());
    assertThat(told).containsExactly("alice", "");
  }

  @Test
  void theFirstKeepsItsPlaceUntilAnotherIsClearlyLouder() {
    speakers.onLevels(0, List.of(speaker("alice", 90), speaker("bob", 88)));
    speakers.onLevels(0, List.of(speaker("alice", 90), speaker("bob", 90 + ActiveSpeakers.LOUDER_BY)));
    assertThat(told).containsExactly("alice bob");
    speakers.onLevels(0, List.of(speaker("alice", 90), speaker("bob", 91 + ActiveSpeakers.LOUDER_BY)));
    assertThat(told).containsExactly("alice bob", "bob alice");
  }

  @Test
  void namesTheLoudestOnly() {
    speakers.onLevels(0, IntStream.range(0, 30).mapToObj(i -> speaker("p" + i, 90 + i)).toList());
    assertThat(told.getFirst().split(" ")).hasSize(ActiveSpeakers.MAX_SPEAKERS).startsWith("p29", "p28");
  }
}
