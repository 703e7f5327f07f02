package io.ringcast.identity;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may do what in which room until when; {@code roomId} is null when the token names no room. */
public record RoomToken(
    String userId,
    @Nullable String roomId,
    Set<Grant> grants,
    RoomWish wish,
    @Nullable String metadata,
    Instant expiresAt) {

  /** Longest user or room id, in characters. */
  public static final int ID_CHARS_MAX = 256;

  public RoomToken {
    grants = grants.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(grants));
  }

  /** A token to join a room, to publish and to subscribe there. */
  public static RoomToken joining(String userId, String roomId, Instant expiresAt) {
    EnumSet<Grant> grants = EnumSet.of(Grant.ROOM_JOIN, Grant.CAN_PUBLISH, Grant.CAN_SUBSCRIBE);
    return new RoomToken(userId, roomId, grants, RoomWish.NONE, null, expiresAt);
  }

  /** True for an id of 1 to {@link #ID_CHARS_MAX} characters. */
  public static boolean isId(@Nullable String id) {
    return id != null && !id.isEmpty() && id.length() <= ID_CHARS_MAX;
  }

  /** The same token with one more grant. */
  public RoomToken with(Grant grant) {
    EnumSet<Grant> more = EnumSet.of(grant);
    more.addAll(grants);
    return new RoomToken(userId, roomId, more, wish, metadata, expiresAt);
  }

  /** The same token with one grant less. */
  public RoomToken without(Grant grant) {
    EnumSet<Grant> fewer = EnumSet.noneOf(Grant.class);
    fewer.addAll(grants);
    fewer.remove(grant);
    return new RoomToken(userId, roomId, fewer, wish, metadata, expiresAt);
  }

  /** The same token with another wish for the room. */
  public RoomToken with(RoomWish newWish) {
    return new RoomToken(userId, roomId, grants, newWish, metadata, expiresAt);
  }

  public boolean allows(Grant grant) {
    return grants.contains(grant);
  }

  public boolean roomJoin() {
    return allows(Grant.ROOM_JOIN);
  }

  public boolean roomCreate() {
    return allows(Grant.ROOM_CREATE);
  }

  public boolean roomList() {
    return allows(Grant.ROOM_LIST);
  }

  public boolean roomAdmin() {
    return allows(Grant.ROOM_ADMIN);
  }

  public boolean canPublish() {
    return allows(Grant.CAN_PUBLISH);
  }

  public boolean canSubscribe() {
    return allows(Grant.CAN_SUBSCRIBE);
  }

  public boolean hidden() {
    return allows(Grant.HIDDEN);
  }
}
