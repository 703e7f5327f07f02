package io.ringcast.signaling.rongcloud;

import io.ringcast.identity.RoomWish.Media;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A room as RongCloud's room query shows it: a live room by its hosts, and how large its audience is. On the room's queue. */
final class RoomLines {
  /** So many of an audience are named. */
  static final int AUDIENCE_MAX = 1_000;
  private static final int MEETING = 0;
  private static final int LIVE = 2;
  private static final int VIDEO = 0;
  private static final int AUDIO = 1;
  private static final int HOST = 1;

  private RoomLines() {}

  static Map<String, Object> of(Room room) {
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("roomId", room.key().roomId());
    lines.put("sessionId", room.sessionId());
    lines.put("createTime", room.createdAtMs());
    lines.put("roomType", room.mode().live() ? LIVE : MEETING);
    if (room.mode().live()) {
      lines.put("livingType", room.mode().media() == Media.AUDIO ? AUDIO : VIDEO);
      lines.put("members", room.users().stream().filter(user -> user.role() == Role.HOST).map(RoomLines::host).toList());
      lines.put("audienceCount", room.headCount() - room.visible().stream().filter(one -> one.presence() != Presence.MIX).count());
      lines.put("audienceIds", room.audience(0, AUDIENCE_MAX).stream().map(Participant::userId).toList());
    } else {
      lines.put("members", room.users().stream().map(RoomLines::member).toList());
    }
    return lines;
  }

  private static Map<String, Object> host(Participant user) {
    Map<String, Object> line = member(user);
    line.put("role", HOST);
    return line;
  }

  private static Map<String, Object> member(Participant user) {
    List<Map<String, Object>> uris = user.publications().stream().filter(Publication::live).map(RoomLines::uri).toList();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("userId", user.userId());
    line.put("joinTime", user.joinedAtMs());
    line.put("data", Map.of("uris", uris));
    return line;
  }

  private static Map<String, Object> uri(Publication publication) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("mediaType", publication.kind() == MediaKind.AUDIO ? 0 : 1);
    line.put("msid", publication.streamId());
    line.put("uri", publication.id().value());
    line.put("tag", tag(publication));
    line.put("state", publication.muted() ? 0 : 1);
    return line;
  }

  /** What a stream's id has after its user's. */
  private static String tag(Publication publication) {
    return publication.streamId().substring(publication.owner().userId().length() + 1);
  }
}
