package io.ringcast.signaling.livekit;

import io.ringcast.signaling.room.RoomRefusal;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SignalResponse;

/** A room's "no" as LiveKit's messages say it. */
final class Refusals {
  private Refusals() {}

  static RequestResponse.Reason reason(RoomRefusal refusal) {
    return switch (refusal) {
      case PUBLISHING_NOT_ALLOWED, UPDATING_NOT_ALLOWED, VIDEO_IN_AUDIO_ROOM -> RequestResponse.Reason.NOT_ALLOWED;
      case TOO_MANY_PUBLICATIONS, TOO_MANY_JOINS, TOO_MANY_ATTRIBUTE_CHANGES -> RequestResponse.Reason.LIMIT_EXCEEDED;
      case NAME_TOO_LONG, METADATA_TOO_LARGE, ATTRIBUTES_TOO_LARGE -> RequestResponse.Reason.LIMIT_EXCEEDED;
      case NO_SUCH_PUBLICATION, NO_SUCH_STREAM, NOBODY_PUBLISHES -> RequestResponse.Reason.NOT_FOUND;
      default -> RequestResponse.Reason.UNCLASSIFIED_ERROR;
    };
  }

  /** What a client hears that is connected and not let in: it comes back where that may help. */
  static SignalResponse leave(RoomRefusal refusal) {
    return Responses.leave(refusal == RoomRefusal.SERVER_CLOSED ? DisconnectReason.SERVER_SHUTDOWN : DisconnectReason.JOIN_FAILURE,
        refusal.passes() ? LeaveRequest.Action.RECONNECT : LeaveRequest.Action.DISCONNECT);
  }
}
