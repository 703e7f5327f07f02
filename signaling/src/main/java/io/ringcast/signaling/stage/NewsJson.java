package io.ringcast.signaling.stage;

import io.ringcast.http.Json;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.AttributeChange;
import io.ringcast.signaling.room.Gazette.Notice;
import io.ringcast.signaling.room.News;
import io.ringcast.signaling.stage.StageState.Invited;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of news as JSON, the same in server-sent events and data packets. */
final class NewsJson {
  /** So much fits into one data packet of every client, whatever else is in it. */
  static final int DETAILS_BYTES_MAX = 12_000;

  private NewsJson() {}

  record Text(String type, String json) {
    static Text of(RoomKey room, Notice notice, long atMs) {
      return NewsJson.text(room, notice, atMs);
    }
  }

  private record HandDown(String userId, String participantId, String reason) {}

  private record Ended(String invitationId, String userId, @Nullable String by, long expiresAtMs, String outcome) {}

  private record Mix(String streamId, long change, @Nullable String reason, @Nullable String leftOut) {}

  private record Attributes(
      @Nullable Map<String, String> set, List<String> removed, AttributeChange.@Nullable Message message, @Nullable String userId,
      boolean large) {
    static Attributes of(News.AttributesChanged changed) {
      AttributeChange change = changed.change();
      Attributes whole = new Attributes(change.set(), removed(change), change.message(), changed.by(), false);
      return Json.bytes(whole).length <= DETAILS_BYTES_MAX ? whole : new Attributes(null, List.of(), null, changed.by(), true);
    }

    private static List<String> removed(AttributeChange change) {
      return change.deleted().stream().filter(key -> !change.set().containsKey(key)).sorted().toList();
    }
  }

  private static Text text(RoomKey room, Notice notice, long atMs) {
    String type = type(notice.news());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("sequence", notice.sequence());
    body.put("timeMs", atMs);
    body.put("roomId", room.roomId());
    body.put("details", details(room, notice.news()));
    return new Text(type, string(body));
  }

  static String string(Object value) {
    return new String(Json.bytes(value), StandardCharsets.UTF_8);
  }

  private static String type(News news) {
    return switch (news) {
      case News.HandRaised _ -> "hand_raised";
      case News.HandLowered _ -> "hand_lowered";
      case News.Invited _ -> "invited";
      case News.InvitationEnded _ -> "invitation_ended";
      case News.RoleChanged _ -> "role_changed";
      case News.AttributesChanged _ -> "attributes_changed";
      case News.CountChanged _ -> "count_changed";
      case News.MixChanged changed -> "mix_" + changed.step().name().toLowerCase(Locale.ROOT);
      case News.LinkChanged changed -> "link_" + changed.step().name().toLowerCase(Locale.ROOT);
    };
  }

  private static Object details(RoomKey room, News news) {
    return switch (news) {
      case News.HandRaised raised -> raised.hand();
      case News.HandLowered lowered -> new HandDown(lowered.hand().userId(), lowered.hand().participantId(), lowered.reason().name());
      case News.Invited invited -> Invited.of(invited.invitation());
      case News.InvitationEnded ended -> {
        Invited one = Invited.of(ended.invitation());
        yield new Ended(one.invitationId(), one.userId(), one.by(), one.expiresAtMs(), ended.outcome().name());
      }
      case News.AttributesChanged changed -> Attributes.of(changed);
      case News.RoleChanged changed -> changed;
      case News.MixChanged changed -> new Mix(changed.streamId(), changed.sequence(), changed.reason(), changed.leftOut());
      case News.CountChanged changed -> changed;
      case News.LinkChanged changed -> LinkLine.of(room, changed.link());
    };
  }
}
