package io.ringcast.events.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.events.Event;
import io.ringcast.events.Happening;
import io.ringcast.events.support.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RenderersTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static JsonNode json(Renderer renderer, Happening happening) {
    Event event = Samples.numbered(3, "app", "room", 2, happening);
    return MAPPER.readTree(new String(renderer.render(event).bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void ourOwnFormatTellsAllAndNotThePosition() {
    JsonNode event = json(new EventJson(), new Happening.ParticipantLeft(Samples.ANNA, Happening.Departure.KICKED, 4_000, 3));
    assertThat(event).isEqualTo(MAPPER.readTree("""
      {"id": "EV_3", "type": "participant_left", "timeMs": 3000, "appId": "app", "roomId": "room", "sessionId": "s1", "sequence": 2,
       "details": {"member": {"userId": "anna", "participantId": "PA_1", "name": "Anna", "metadata": "{\\"a\\":1}",
         "attributes": {"hand": "up"}, "role": "HOST", "hidden": false, "joinedAtMs": 1000},
         "reason": "KICKED", "durationMs": 4000, "participants": 3}}"""));
  }

  @Test
  void whatThisVersionDoesNotKnowIsPassedOn() {
    JsonNode event = json(new EventJson(), new Happening.Other("line_noted", "{\"callId\": \"c1\"}"));
    assertThat(event.get("type").asString()).isEqualTo("line_noted");
    assertThat(event.get("details").get("callId").asString()).isEqualTo("c1");
  }

  @Test
  void ourOwnFormatHasWordsForEverything() {
    for (Happening happening : Samples.ALL) {
      assertThat(json(new EventJson(), happening).get("details").isObject()).as(happening.label()).isTrue();
    }
  }

  @Test
  void roomStatusSpeaksInNumbers() {
    RongCloudRoomStatus format = new RongCloudRoomStatus();
    Map<Integer, Integer> expected = Map.of(0, 2, 1, 3, 2, 11, 3, 12, 5, 20, 6, 20, 7, 20);
    for (int i = 0; i < Samples.ALL.size(); i++) {
      Event event = Samples.numbered(1, "app", "room", 1, Samples.ALL.get(i));
      assertThat(format.wants(event)).as(event.happening().label()).isEqualTo(expected.containsKey(i));
      if (format.wants(event)) {
        assertThat(json(format, event.happening()).get("event").asInt()).isEqualTo(expected.get(i));
      } else {
        assertThatThrownBy(() -> format.render(event)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void roomStatusShowsTheTrackThatChanged() {
    JsonNode published = json(new RongCloudRoomStatus(), new Happening.Published(Samples.ANNA, Samples.CAMERA, null));
    assertThat(published.get("members").get("anna").get("data").get("uris").get(0)).isEqualTo(MAPPER.readTree("""
      {"mediaType": 1, "msid": "anna_main", "uri": "anna_main_1", "tag": "main", "state": 1}"""));
    JsonNode left = json(new RongCloudRoomStatus(), new Happening.ParticipantLeft(Samples.ANNA, Happening.Departure.CONNECTION_LOST, 9, 0));
    assertThat(left.get("exitType").asInt()).isEqualTo(3);
    assertThat(left.get("durationTime").asInt()).isEqualTo(9);
  }

  @Test
  void theAudiencesComingAndGoingIsNotReported() {
    RongCloudRoomStatus format = new RongCloudRoomStatus();
    assertThat(format.wants(Samples.numbered(1, "app", "r", 1, new Happening.ParticipantJoined(Samples.VIEWER, 2)))).isFalse();
    assertThat(format.wants(Samples.numbered(1, "app", "r", 1,
      new Happening.ParticipantLeft(Samples.VIEWER, Happening.Departure.LEFT, 1, 1)))).isFalse();
  }
}
