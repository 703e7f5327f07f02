package io.ringcast.signaling.twirp;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.livekit.Infos;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import livekit.LivekitModels;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.UpdateRoomMetadataRequest;

/** RoomService's calls about rooms. For threads that may wait. */
final class RoomCalls {
  private static final long MS_PER_S = 1000;

  private final Rooms rooms;

  RoomCalls(Rooms rooms) {
    this.rooms = rooms;
  }

  /** A room that is open already stays as it is. */
  LivekitModels.Room create(Access access, CreateRoomRequest request) throws RoomRefusedException {
    RoomKey key = Admission.toCreate(access, request.getName());
    if (request.hasEgress()) {
      throw new TwirpException(TwirpCode.UNIMPLEMENTED, "This server does not record rooms: leave egress out.");
    }
    if (request.getAgentsCount() > 0) {
      throw new TwirpException(TwirpCode.UNIMPLEMENTED, "This server does not dispatch agents: leave agents out.");
    }
    requireMetadata(request.getMetadata());
    return rooms.enter(key, settings(request), (host, room) -> Infos.room(room));
  }

  private void requireMetadata(String metadata) {
    int charsMax = rooms.limits().metadataCharsMax();
    if (metadata.length() > charsMax) {
      throw new TwirpException(TwirpCode.INVALID_ARGUMENT, "metadata has at most " + charsMax + " characters.");
    }
  }

  /** 0 leaves a setting as it is by default. */
  private static RoomSettings settings(CreateRoomRequest request) {
    RoomSettings usual = RoomSettings.DEFAULT;
    return new RoomSettings(
        request.getEmptyTimeout() == 0 ? usual.emptyTimeoutMs() : Integer.toUnsignedLong(request.getEmptyTimeout()) * MS_PER_S,
        request.getDepartureTimeout() == 0 ? usual.departureGraceMs() : Integer.toUnsignedLong(request.getDepartureTimeout()) * MS_PER_S,
        (int) Math.min(Integer.toUnsignedLong(request.getMaxParticipants()), Integer.MAX_VALUE),
        request.getMetadata());
  }

  ListRoomsResponse list(Access access, ListRoomsRequest request) {
    Admission.toList(access);
    Set<String> names = Set.copyOf(request.getNamesList());
    List<CompletableFuture<Optional<LivekitModels.Room>>> answers = rooms.of(access.appId()).stream()
        .filter(host -> names.isEmpty() || names.contains(host.key().roomId()))
        .map(host -> host.ask(room -> room.ended() ? Optional.<LivekitModels.Room>empty() : Optional.of(Infos.room(room))))
        .toList();
    ListRoomsResponse.Builder list = ListRoomsResponse.newBuilder();
    answers.forEach(answer -> answered(answer).ifPresent(list::addRooms));
    return list.build();
  }

  private static <T> T answered(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RoomHost.BusyException busy) {
        throw new TwirpException(TwirpCode.UNAVAILABLE, busy.getMessage() + ": try again.");
      }
      throw e;
    }
  }

  DeleteRoomResponse delete(Access access, DeleteRoomRequest request) throws RoomRefusedException {
    RoomKey key = Admission.toCreate(access, request.getRoom());
    return rooms.change(key, (host, room) -> {
      room.end(LeaveReason.ROOM_DELETED);
      return DeleteRoomResponse.getDefaultInstance();
    }).orElseThrow(() -> noRoom(key));
  }

  LivekitModels.Room updateMetadata(Access access, UpdateRoomMetadataRequest request) throws RoomRefusedException {
    RoomKey key = Admission.toAdminister(access, request.getRoom());
    return rooms.change(key, (host, room) -> {
      room.metadata(request.getMetadata());
      return Infos.room(room);
    }).orElseThrow(() -> noRoom(key));
  }

  /** Nobody is in a room that is not open. */
  ListParticipantsResponse participants(Access access, ListParticipantsRequest request) throws RoomRefusedException {
    RoomKey key = Admission.toAdminister(access, request.getRoom());
    return rooms.enterOpen(key, (host, room) -> ListParticipantsResponse.newBuilder()
        .addAllParticipants(room.users().stream().map(Infos::participant).toList()).build())
        .orElse(ListParticipantsResponse.getDefaultInstance());
  }

  private static TwirpException noRoom(RoomKey key) {
    return new TwirpException(TwirpCode.NOT_FOUND, "There is no room " + key.roomId() + ".");
  }
}
