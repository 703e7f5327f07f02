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
  private final Forwards forwards;
  private final Moves moves;

  CrossRoomCalls(Rooms rooms, Travellers travellers) {
    forwards = new Forwards(rooms);
    moves = new Moves(rooms, travellers);
  }

  ForwardParticipantResponse forward(Access access, ForwardParticipantRequest request) throws RoomRefusedException {
    RoomKey destination = Admission.toReach(access, request.getRoom(), request.getDestinationRoom());
    forwards.open(Admission.toAdminister(access, request.getRoom()), request.getIdentity(), destination);
    return ForwardParticipantResponse.getDefaultInstance();
  }

  MoveParticipantResponse move(Access access, MoveParticipantRequest request) throws RoomRefusedException {
    RoomKey destination = Admission.toReach(access, request.getRoom(), request.getDestinationRoom());
    moves.move(Admission.toAdminister(access, request.getRoom()), request.getIdentity(), destination);
    return MoveParticipantResponse.getDefaultInstance();
  }
}
