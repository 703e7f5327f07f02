package io.ringcast.identity;

import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a room token: {@code video} (LiveKit's grants), {@code ringcast} (our wishes), what the user shows ({@code name},
 * {@code metadata}, {@code attributes}).
 */
final class Claims {

  private static final String VIDEO = "video";
  private static final String ROOM = "room";
  private static final String DESTINATION = "destinationRoom";
  private static final String RINGCAST = "ringcast";
  private static final String WAITING_AS = "waitingAs";
  static final String METADATA = "metadata";
  static final String NAME = "name";
  static final String ATTRIBUTES = "attributes";
  private static final String SOURCES = "canPublishSources";

  private Claims() { }

  /** Reads a token whose signature and times were checked before; an unreadable claim is an IllegalArgumentException. */
  static RoomToken read(DecodedJWT jwt) {
    Map<String, Object> video = object(jwt, VIDEO);
    String roomId = room(video, ROOM);
    String destinationId = room(video, DESTINATION);
    EnumSet<Grant> grants = EnumSet.noneOf(Grant.class);
    for (Grant grant : Grant.values()) {
      if (granted(video, grant)) {
        grants.add(grant);
      }
    }
    Map<String, Object> ringcast = object(jwt, RINGCAST);
    RoomWish wish = new RoomWish(
      choice(RoomWish.Role.class, ringcast, "role"),
      choice(RoomWish.Mode.class, ringcast, "mode"),
      choice(RoomWish.Media.class, ringcast, "media"),
      text(ringcast, WAITING_AS));
    TokenProfile profile =
      new TokenProfile(jwt.getClaim(NAME).asString(), jwt.getClaim(METADATA).asString(), texts(object(jwt, ATTRIBUTES)));
    return new RoomToken(Objects.requireNonNullElse(jwt.getSubject(), ""), roomId, destinationId, grants, wish, profile, sources(video),
      Objects.requireNonNull(jwt.getExpiresAtAsInstant()));
  }

  /** The id of a room, null where the claim is silent. */
  private static @Nullable String room(Map<String, Object> video, String name) {
    String roomId = text(video, name);
    if (roomId == null || roomId.isEmpty()) {
      return null;
    }
    if (!RoomToken.isId(roomId)) {
      throw new IllegalArgumentException("video." + name + " must have 1 to " + RoomToken.ID_CHARS_MAX + " characters");
    }
    return roomId;
  }

  /** A map whose keys and values must all be texts. */
  private static Map<String, String> texts(Map<?, ?> fields) {
    Map<String, String> texts = new HashMap<>();
    fields.forEach((name, value) -> {
      if (!(name instanceof String key) || !(value instanceof String text)) {
        throw new IllegalArgumentException(ATTRIBUTES + " must map texts to texts");
      }
      texts.put(key, text);
    });
    return texts;
  }

  private static Set<String> sources(Map<String, Object> video) {
    Object value = video.get(SOURCES);
    if (value == null) {
      return Set.of();
    }
    if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      throw new IllegalArgumentException("video." + SOURCES + " must be a list of strings");
    }
    return list.stream().map(String.class::cast).map(source -> source.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** The {@code video} claim of a token. */
  static Map<String, Object> video(RoomToken token) {
    Map<String, Object> claim = new HashMap<>();
    if (token.roomId() != null) {
      claim.put(ROOM, token.roomId());
    }
    if (token.destinationId() != null) {
      claim.put(DESTINATION, token.destinationId());
    }
    if (!token.publishSources().isEmpty()) {
      claim.put(SOURCES, List.copyOf(token.publishSources()));
    }
    for (Grant grant : Grant.values()) {
      if (token.allows(grant) || grant.grantedWhenAbsent()) {
        claim.put(grant.claim(), token.allows(grant));
      }
    }
    return claim;
  }

  /** The {@code ringcast} claim of a token, empty where it wishes nothing. */
  static Map<String, Object> wish(RoomWish wish) {
    Map<String, Object> claim = new HashMap<>();
    put(claim, "role", wish.role());
    put(claim, "mode", wish.mode());
    put(claim, "media", wish.media());
    if (wish.waitingAs() != null) {
      claim.put(WAITING_AS, wish.waitingAs());
    }
    return claim;
  }

  private static void put(Map<String, Object> claim, String name, @Nullable Enum<?> value) {
    if (value != null) {
      claim.put(name, value.name().toLowerCase(Locale.ROOT));
    }
  }

  private static Map<String, Object> object(DecodedJWT jwt, String name) {
    Claim claim = jwt.getClaim(name);
    if (claim.isMissing() || claim.isNull()) {
      return Map.of();
    }
    Map<String, Object> fields = claim.asMap();
    if (fields == null) {
      throw new IllegalArgumentException(name + " must be an object");
    }
    return fields;
  }

  private static boolean granted(Map<String, Object> video, Grant grant) {
    Object value = video.get(grant.claim());
    if (value == null) {
      return grant == Grant.CAN_PUBLISH_DATA ? granted(video, Grant.CAN_PUBLISH) : grant.grantedWhenAbsent();
    }
    if (value instanceof Boolean granted) {
      return granted;
    }
    throw new IllegalArgumentException("video." + grant.claim() + " must be true or false");
  }

  private static @Nullable String text(Map<String, Object> fields, String name) {
    Object value = fields.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new IllegalArgumentException(name + " must be a string");
  }

  private static <E extends Enum<E>> @Nullable E choice(Class<E> type, Map<String, Object> fields, String name) {
    String value = text(fields, name);
    if (value == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
      RINGCAST + "." + name + " must be one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
  }
}
