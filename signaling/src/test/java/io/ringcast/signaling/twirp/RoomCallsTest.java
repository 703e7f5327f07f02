package io.ringcast.signaling.twirp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.Grant;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.RecordingSeat;
import io.ringcast.signaling.twirp.TwirpClient.Answer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.UpdateRoomMetadataRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoomCallsTest {
  private static final RoomKey KEY = new RoomKey("app", "r");

  private final FakeAlarm alarm = new FakeAlarm();
  private final Rooms rooms = new Rooms(new FakeSfu(), Runnable::run, alarm, new Random(3), RoomLimits.DEFAULT);
  private final TwirpClient client = new TwirpClient(rooms);
  private final RecordingSeat ann = new RecordingSeat();

  private Participant join(String userId, RecordingSeat seat, boolean hidden) throws RoomRefusedException {
    Permissions permissions = new Permissions(true, true, true, Set.of(), false, hidden, false);
    return rooms.enter(KEY, RoomSettings.DEFAULT, (host, room) -> room.join(
        new JoinRequest(userId, Presence.USER, permissions, Profile.EMPTY, true, seat, RoomMedia.NONE), host.nowMs()));
  }

  private List<Room> listed(BodyFormat format, String... names) {
    ListRoomsRequest request = ListRoomsRequest.newBuilder().addAllNames(List.of(names)).build();
    return client.call(format, "ListRooms", request, ListRoomsResponse.getDefaultInstance()).getRoomsList();
  }

  @ParameterizedTest
  @EnumSource
  void createsARoomThatWaitsForItsParticipants(BodyFormat format) {
    CreateRoomRequest request = CreateRoomRequest.newBuilder()
        .setName("r").setEmptyTimeout(60).setDepartureTimeout(7).setMaxParticipants(2).setMetadata("a room").build();
    Room created = client.call(format, "CreateRoom", request, Room.getDefaultInstance());
    assertThat(created.getSid()).startsWith("RM_");
    assertThat(created.toBuilder().setSid("").build()).isEqualTo(Room.newBuilder()
        .setName("r").setEmptyTimeout(60).setDepartureTimeout(7).setMaxParticipants(2).setMetadata("a room")
        .setCreationTime(1_000).setCreationTimeMs(1_000_000).build());

    Room again = client.call(format, "CreateRoom", CreateRoomRequest.newBuilder().setName("r").setMetadata("another").build(),
        Room.getDefaultInstance());
    assertThat(again).as("an open room stays as it is").isEqualTo(created);
    assertThat(listed(format)).containsExactly(created);
    alarm.advance(59_999);
    assertThat(rooms.find(KEY)).isPresent();
    alarm.advance(1);
    assertThat(rooms.find(KEY)).isEmpty();
    assertThat(listed(format)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aCreatedRoomHoldsWhatItsSettingsSay(BodyFormat format) throws Exception {
    client.call(format, "CreateRoom", CreateRoomRequest.newBuilder().setName("r").setDepartureTimeout(5).setMaxParticipants(1).build(),
        Room.getDefaultInstance());
    Participant first = join("ann", ann, false);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> join("bob", new RecordingSeat(), false)))
        .isInstanceOf(RoomRefusedException.class).hasMessageContaining("1 participants already");
    rooms.enterOpen(KEY, (host, room) -> {
      room.leave(first, io.ringcast.signaling.room.LeaveReason.LEFT, host.nowMs());
      return room;
    });
    alarm.advance(4_999);
    assertThat(rooms.find(KEY)).isPresent();
    alarm.advance(1);
    assertThat(rooms.find(KEY)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void listsRoomsOfTheAppByName(BodyFormat format) throws Exception {
    rooms.enter(new RoomKey("app", "a"), RoomSettings.DEFAULT, (host, room) -> room);
    rooms.enter(new RoomKey("app", "b"), RoomSettings.DEFAULT, (host, room) -> room);
    rooms.enter(new RoomKey("app2", "c"), RoomSettings.DEFAULT, (host, room) -> room);
    assertThat(listed(format)).extracting(Room::getName).containsExactlyInAnyOrder("a", "b");
    assertThat(listed(format, "b", "c")).extracting(Room::getName).containsExactly("b");
  }

  @ParameterizedTest
  @EnumSource
  void deletesARoomAndTellsEverybody(BodyFormat format) throws Exception {
    join("ann", ann, false);
    client.call(format, "DeleteRoom", DeleteRoomRequest.newBuilder().setRoom("r").build(), DeleteRoomResponse.getDefaultInstance());
    assertThat(ann.heard).last().isEqualTo("removed ROOM_DELETED");
    assertThat(rooms.find(KEY)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void changesARoomsMetadataAndTellsEverybody(BodyFormat format) throws Exception {
    join("ann", ann, false);
    UpdateRoomMetadataRequest request = UpdateRoomMetadataRequest.newBuilder().setRoom("r").setMetadata("new").build();
    assertThat(client.call(format, "UpdateRoomMetadata", request, Room.getDefaultInstance()).getMetadata()).isEqualTo("new");
    assertThat(ann.heard).last().isEqualTo("room new");
    client.call(format, "UpdateRoomMetadata", request.toBuilder().clearMetadata().build(), Room.getDefaultInstance());
    assertThat(ann.heard).as("emptied").last().isEqualTo("room ");
  }

  @ParameterizedTest
  @EnumSource
  void listsParticipantsTheHiddenOnesToo(BodyFormat format) throws Exception {
    ListParticipantsRequest request = ListParticipantsRequest.newBuilder().setRoom("r").build();
    assertThat(client.call(format, "ListParticipants", request, ListParticipantsResponse.getDefaultInstance()).getParticipantsList())
        .as("of a room that is not open").isEmpty();
    join("ann", ann, false);
    join("eve", new RecordingSeat(), true);
    assertThat(client.call(format, "ListParticipants", request, ListParticipantsResponse.getDefaultInstance()).getParticipantsList())
        .extracting(ParticipantInfo::getIdentity).containsExactly("ann", "eve");
  }

  @Test
  void readsBothSpellingsAndWritesEveryFieldAsTheProtocolSpellsIt() {
    Answer created = client.json("CreateRoom", TwirpClient.with(Grant.ROOM_CREATE),
        "{\"name\":\"r\",\"emptyTimeout\":60,\"departure_timeout\":\"7\",\"of_tomorrow\":{\"x\":[1]}}");
    assertThat(created.status()).as(created.text()).isEqualTo(200);
    assertThat(created.text()).contains("\"empty_timeout\":60", "\"departure_timeout\":7", "\"max_participants\":0", "\"num_publishers\":0",
        "\"creation_time\":\"1000\"", "\"creation_time_ms\":\"1000000\"", "\"active_recording\":false", "\"enabled_codecs\":[]",
        "\"metadata\":\"\"");
    assertThat(client.json("ListRooms", TwirpClient.with(Grant.ROOM_LIST), "{\"names\":[\"q\"]}").text()).isEqualTo("{\"rooms\":[]}");
    assertThat(client.json("DeleteRoom", TwirpClient.with(Grant.ROOM_CREATE), "{\"room\":\"r\"}").text()).isEqualTo("{}");
  }

  @Test
  void anotherAppsRoomsAreNotThere() throws Exception {
    join("ann", ann, false);
    int heard = ann.heard.size();
    String other = TwirpClient.ofAnotherApp();
    assertThat(client.json("ListRooms", other, "{}").text()).isEqualTo("{\"rooms\":[]}");
    assertThat(client.json("ListParticipants", other, "{\"room\":\"r\"}").text()).isEqualTo("{\"participants\":[]}");
    assertThat(client.json("DeleteRoom", other, "{\"room\":\"r\"}").status()).isEqualTo(404);
    assertThat(client.json("UpdateRoomMetadata", other, "{\"room\":\"r\",\"metadata\":\"x\"}").status()).isEqualTo(404);
    for (String method : List.of("GetParticipant", "RemoveParticipant", "UpdateParticipant", "UpdateSubscriptions")) {
      assertThat(client.json(method, other, "{\"room\":\"r\",\"identity\":\"ann\"}").status()).as(method).isEqualTo(404);
    }
    assertThat(ann.heard).hasSize(heard);
  }
}
