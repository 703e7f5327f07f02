package io.ringcast.signaling.twirp;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.forward.Forwards;
import io.ringcast.signaling.room.forward.Moves;
import io.ringcast.signaling.room.forward.Travellers;
import io.ringcast.signaling.room.host.Rooms;
import livekit.LivekitRoom.ForwardParticipantRequest;
import livekit.LivekitRoom.ForwardParticipantResponse;
import livekit.LivekitRoom.MoveParticipantRequest;
import livekit.LivekitRoom.MoveParticipantResponse;

/** RoomService's calls about two rooms. For threads that may wait. */
final class CrossRoomCalls {
  private final Rooms rooms;
  private final Forwards forwards;
  private final Moves moves;

  CrossRoomCalls(Rooms rooms, Forwards forwards, Travellers travellers) {
    this.rooms = rooms;
    this.forwards = forwards;
    moves = new Moves(rooms, travellers);
  }

  ForwardParticipantResponse forward(Access access, ForwardParticipantRequest request) throws RoomRefusedException {
    RoomKey destination = Admission.toReach(access, request.getRoom(), request.getDestinationRoom());
    forwards.open(Admission.toAdminister(access, request.getRoom()), request.getIdentity(), destination);
    rooms.settle(destination);
    return ForwardParticipantResponse.getDefaultInstance();
  }

  MoveParticipantResponse move(Access access, MoveParticipantRequest request) throws RoomRefusedException {
    RoomKey destination = Admission.toReach(access, request.getRoom(), request.getDestinationRoom());
    RoomKey source = Admission.toAdminister(access, request.getRoom());
    moves.move(source, request.getIdentity(), destination);
    rooms.settle(source);
    rooms.settle(destination);
    return MoveParticipantResponse.getDefaultInstance();
  }
}
