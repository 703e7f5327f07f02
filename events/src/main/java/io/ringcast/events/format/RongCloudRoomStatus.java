package io.ringcast.events.format;

import io.ringcast.events.Event;
import io.ringcast.events.EventType;
import io.ringcast.events.Happening;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * RongCloud's room-status callback: a room began (2) or ended (3), somebody came (11) or went (12), a stream changed (20). Its periodic
 * full report (1) is no event and is not sent. Those who only watch a live room are not reported, as there.
 */
public final class RongCloudRoomStatus implements Renderer {
  private static final int CREATED = 2;
  private static final int DESTROYED = 3;
  private static final int JOINED = 11;
  private static final int LEFT = 12;
  private static final int RESOURCES_CHANGED = 20;
  private static final int EXIT_ABNORMAL = 3;
  private static final int EXIT_NORMAL = 1;
  private static final Set<EventType> KNOWN = EnumSet.of(EventType.ROOM_STARTED, EventType.ROOM_FINISHED, EventType.PARTICIPANT_JOINED,
    EventType.PARTICIPANT_LEFT, EventType.PUBLISHED, EventType.UNPUBLISHED, EventType.MUTE_CHANGED);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public boolean wants(Event event) {
    return switch (event.happening()) {
      case Happening.ParticipantJoined joined -> joined.member().role() != Happening.Role.AUDIENCE;
      case Happening.ParticipantLeft left -> left.member().role() != Happening.Role.AUDIENCE;
      default -> KNOWN.contains(event.type());
    };
  }

  @Override
  public Body render(Event event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("appKey", event.room().appId());
    fields.put("roomId", event.room().roomId());
    fields.put("channelId", event.room().roomId());
    fields.put("sessionId", event.sessionId());
    fields.put("timestamp", event.timeMs());
    fields.put("eventId", event.id());
    fields.put("sequence", event.sequence());
    switch (event.happening()) {
      case Happening.RoomStarted started -> fields.put("event", CREATED);
      case Happening.RoomFinished finished -> {
        fields.put("event", DESTROYED);
        fields.put("durationTime", finished.durationMs());
      }
      case Happening.ParticipantJoined joined -> member(fields, JOINED, joined.member());
      case Happening.ParticipantLeft left -> {
        member(fields, LEFT, left.member());
        fields.put("durationTime", left.durationMs());
        fields.put("exitType", isAbnormal(left.reason()) ? EXIT_ABNORMAL : EXIT_NORMAL);
      }
      case Happening.Published published -> resources(fields, published.member(), List.of(resource(published.track())));
      case Happening.Unpublished unpublished -> resources(fields, unpublished.member(), List.of(gone(unpublished.track())));
      case Happening.MuteChanged muted -> resources(fields, muted.member(), List.of(resource(muted.track())));
      default -> throw new IllegalArgumentException("no room status for " + event.type());
    }
    return Body.json("application/json", MAPPER.writeValueAsString(fields));
  }

  private static void member(Map<String, Object> fields, int event, Happening.Member member) {
    fields.put("event", event);
    fields.put("userId", member.userId());
  }

  private static void resources(Map<String, Object> fields, Happening.Member member, List<Map<String, Object>> uris) {
    member(fields, RESOURCES_CHANGED, member);
    fields.put("members", Map.of(member.userId(), Map.of("data", Map.of("uris", uris))));
  }

  private static Map<String, Object> resource(Happening.Track track) {
    Map<String, Object> uri = new LinkedHashMap<>();
    uri.put("mediaType", track.kind() == Happening.Kind.AUDIO ? 0 : 1);
    uri.put("msid", track.streamId());
    uri.put("uri", track.publicationId());
    uri.put("tag", track.tag());
    uri.put("state", track.muted() ? 0 : 1);
    return uri;
  }

  /** The callback has no word for a track that ended; {@code removed} is ours. */
  private static Map<String, Object> gone(Happening.Track track) {
    Map<String, Object> uri = resource(track);
    uri.put("state", 0);
    uri.put("removed", true);
    return uri;
  }

  private static boolean isAbnormal(Happening.Departure reason) {
    return switch (reason) {
      case CONNECTION_LOST, SERVER_CLOSED, MISBEHAVED -> true;
      case LEFT, REPLACED, KICKED, BANNED, MOVED, FORWARDING_ENDED, ROOM_ENDED -> false;
    };
  }
}
