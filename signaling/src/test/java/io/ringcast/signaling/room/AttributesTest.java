package io.ringcast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.RoomKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** What a room's members share, and what one of them shows: who may change it, how far, how often. */
class AttributesTest {
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), true, false, false);

  private final Room room =
      new Room(new RoomKey("app", "r"), RoomSettings.DEFAULT.in(RoomMode.LIVE_VIDEO), RoomLimits.DEFAULT, new Random(1), 0);
  private final Participant host;
  private final Participant viewer;

  AttributesTest() throws RoomRefusedException {
    host = join("host", HOST);
    viewer = join("viewer", HOST.publishing(false));
  }

  private Participant join(String userId, Permissions permissions) throws RoomRefusedException {
    return room.join(new JoinRequest(userId, Presence.USER, permissions, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), 0);
  }

  /** What everybody has been told of attributes since this was asked last. */
  private List<AttributeChange> heard() {
    List<AttributeChange> heard = new ArrayList<>();
    for (Gazette.Notice notice : room.gazette().take().notices()) {
      if (notice.news() instanceof News.AttributesChanged changed) {
        assertThat(notice.everybody()).isTrue();
        heard.add(changed.change());
      }
    }
    return heard;
  }

  private static AttributeChange set(String key, String value) {
    return new AttributeChange(Map.of(key, value), Set.of(), null);
  }

  private static @Nullable RoomRefusal refusal(ThrowingCallable call) {
    RoomRefusedException refused = catchThrowableOfType(RoomRefusedException.class, call);
    return refused == null ? null : refused.refusal();
  }

  @Test
  void everyMemberHearsOfAChange() throws Exception {
    room.change(host, set("topic", "birds"), 0);
    assertThat(heard()).containsExactly(set("topic", "birds"));
    assertThat(room.attributes()).containsExactly(Map.entry("topic", "birds"));
    room.change(host, new AttributeChange(Map.of("stage", "open"), Set.of("topic", "nothing"), null), 0);
    assertThat(room.attributes()).containsExactly(Map.entry("stage", "open"));
  }

  @Test
  void keysOfTheServerAreNobodyElses() throws Exception {
    AttributeChange told = AttributeChange.ofServer(Map.of("ringcast.live.flv", "/live/r.flv"));
    room.change(told, 0);
    assertThat(heard()).containsExactly(told);
    assertThat(refusal(() -> room.change(host, set("ringcast.live.flv", "/live/q.flv"), 0))).isEqualTo(RoomRefusal.UPDATING_NOT_ALLOWED);
    assertThat(refusal(() -> room.change(new AttributeChange(Map.of(), Set.of("ringcast.live.flv"), null), 0)))
        .isEqualTo(RoomRefusal.UPDATING_NOT_ALLOWED);
    for (int i = 0; i < RoomAttributes.COUNT_MAX; i++) {
      room.change(host, set("k" + i, "v"), 1_000L * i);
    }
    assertThat(room.attributes()).as("beside the others").hasSize(RoomAttributes.COUNT_MAX + 1)
        .containsEntry("ringcast.live.flv", "/live/r.flv");
  }

  @Test
  void anAudienceChangesNothingUntilItIsAHost() throws Exception {
    assertThat(refusal(() -> room.change(viewer, set("topic", "me"), 0))).isEqualTo(RoomRefusal.UPDATING_NOT_ALLOWED);
    assertThat(room.attributes()).isEmpty();
    assertThat(heard()).isEmpty();
    room.change(viewer, RoleChange.to(Role.HOST), 0);
    room.change(viewer, set("topic", "me"), 0);
    assertThat(room.attributes()).containsKey("topic");
  }

  @Test
  void whatIsTooLargeChangesNothing() throws Exception {
    room.change(host, set("kept", "1"), 0);
    assertThat(heard()).isNotEmpty();
    assertThat(refusal(() -> room.change(host, set("", "x"), 0))).isEqualTo(RoomRefusal.ATTRIBUTES_TOO_LARGE);
    assertThat(refusal(() -> room.change(host, set("k".repeat(RoomAttributes.KEY_CHARS_MAX + 1), "x"), 0)))
        .isEqualTo(RoomRefusal.ATTRIBUTES_TOO_LARGE);
    assertThat(refusal(() -> room.change(host, set("k", "x".repeat(RoomAttributes.VALUE_CHARS_MAX + 1)), 0)))
        .isEqualTo(RoomRefusal.ATTRIBUTES_TOO_LARGE);
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < RoomAttributes.COUNT_MAX; i++) {
      many.put("k" + i, "v");
    }
    assertThat(refusal(() -> room.change(host, new AttributeChange(many, Set.of(), null), 0))).isEqualTo(RoomRefusal.ATTRIBUTES_TOO_LARGE);
    assertThat(room.attributes()).containsExactly(Map.entry("kept", "1"));
    assertThat(heard()).isEmpty();
    room.change(host, new AttributeChange(many, Set.of("kept"), null), 0);
    assertThat(room.attributes()).hasSize(RoomAttributes.COUNT_MAX);
  }

  @Test
  void aBombIsRefusedByItsName() throws Exception {
    for (int i = 0; i < RoomAttributes.CHANGES_AT_HAND; i++) {
      room.change(host, set("n", "" + i), 0);
    }
    assertThat(heard()).isNotEmpty();
    assertThat(refusal(() -> room.change(host, set("n", "late"), 0))).isEqualTo(RoomRefusal.TOO_MANY_ATTRIBUTE_CHANGES);
    assertThat(room.attributes()).containsEntry("n", "" + (RoomAttributes.CHANGES_AT_HAND - 1));
    assertThat(heard()).isEmpty();
    room.change(host, set("n", "later"), RoomAttributes.ANOTHER_CHANGE_AFTER_MS);
    assertThat(room.attributes()).containsEntry("n", "later");
  }

  @Test
  void whatOneShowsHasItsPaceToo() throws Exception {
    for (int i = 0; i < Admission.PROFILES_AT_HAND; i++) {
      room.update(host, new Profile("name " + i, "", Map.of()), 0);
    }
    assertThat(refusal(() -> room.update(host, new Profile("late", "", Map.of()), 0))).isEqualTo(RoomRefusal.TOO_MANY_ATTRIBUTE_CHANGES);
    assertThat(host.profile().name()).isEqualTo("name " + (Admission.PROFILES_AT_HAND - 1));
    room.update(host, new Profile("later", "", Map.of()), Admission.ANOTHER_PROFILE_AFTER_MS);
    assertThat(host.profile().name()).isEqualTo("later");
  }

  @Test
  void attributesGoWithTheirSession() throws Exception {
    room.change(set("topic", "birds"), 0);
    room.leave(host, LeaveReason.LEFT, 0);
    assertThat(room.attributes()).isNotEmpty();
    room.leave(viewer, LeaveReason.LEFT, 0);
    assertThat(room.attributes()).isEmpty();
  }
}
