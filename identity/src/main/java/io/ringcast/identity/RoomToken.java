package io.ringcast.identity;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in which room until when.
 *
 * @param userId empty when the token names nobody, which it may where it joins no room
 * @param roomId null when the token names no room
 * @param destinationId the room to which participants may be forwarded or moved, null for none
 * @param publishSources the sources it may publish, by LiveKit's names ({@code camera}, {@code screen_share}); empty for all
 */
public record RoomToken(
    String userId,
    @Nullable String roomId,
    @Nullable String destinationId,
    Set<Grant> grants,
    RoomWish wish,
    TokenProfile profile,
    Set<String> publishSources,
    Instant expiresAt) {

  /** Longest user or room id, in characters. */
  public static final int ID_CHARS_MAX = 256;

  public RoomToken {
    grants = grants.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(grants));
    publishSources = Set.copyOf(publishSources);
  }

  /** A token to join a room, to publish and to subscribe there. */
  public static RoomToken joining(String userId, String roomId, Instant expiresAt) {
    EnumSet<Grant> grants = EnumSet.of(Grant.ROOM_JOIN, Grant.CAN_PUBLISH, Grant.CAN_SUBSCRIBE, Grant.CAN_PUBLISH_DATA);
    return new RoomToken(userId, roomId, null, grants, RoomWish.NONE, TokenProfile.NONE, Set.of(), expiresAt);
  }

  /** True for an id of 1 to {@link #ID_CHARS_MAX} characters; NUL is none, since databases do not take it. */
  public static boolean isId(@Nullable String id) {
    return id != null && !id.isEmpty() && id.length() <= ID_CHARS_MAX && id.indexOf('\0') < 0;
  }

  /** The same token with one more grant. */
  public RoomToken with(Grant grant) {
    EnumSet<Grant> more = EnumSet.of(grant);
    more.addAll(grants);
    return new RoomToken(userId, roomId, destinationId, more, wish, profile, publishSources, expiresAt);
  }

  /** The same token with one grant less. */
  public RoomToken without(Grant grant) {
    EnumSet<Grant> fewer = EnumSet.noneOf(Grant.class);
    fewer.addAll(grants);
    fewer.remove(grant);
    return new RoomToken(userId, roomId, destinationId, fewer, wish, profile, publishSources, expiresAt);
  }

  /** The same token with another wish for the room. */
  public RoomToken with(RoomWish newWish) {
    return new RoomToken(userId, roomId, destinationId, grants, newWish, profile, publishSources, expiresAt);
  }

  /** The same token with another profile. */
  public RoomToken with(TokenProfile newProfile) {
    return new RoomToken(userId, roomId, destinationId, grants, wish, newProfile, publishSources, expiresAt);
  }

  /** The same token, to publish from these sources only. */
  public RoomToken from(Set<String> sources) {
    return new RoomToken(userId, roomId, destinationId, grants, wish, profile, sources, expiresAt);
  }

  /** The same token for another room. */
  public RoomToken in(String otherRoomId) {
    return new RoomToken(userId, otherRoomId, destinationId, grants, wish, profile, publishSources, expiresAt);
  }

  /** The same token, to forward or move participants to another room. */
  public RoomToken towards(String otherRoomId) {
    return new RoomToken(userId, roomId, otherRoomId, grants, wish, profile, publishSources, expiresAt);
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

  /** What the role says where one is wished for, the grant otherwise. */
  public boolean canPublish() {
    return wish.role() == null ? allows(Grant.CAN_PUBLISH) : wish.role().publishes();
  }

  public boolean canSubscribe() {
    return allows(Grant.CAN_SUBSCRIBE);
  }

  public boolean hidden() {
    return allows(Grant.HIDDEN);
  }
}
