package io.ringcast.signaling.twirp;

import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import java.io.Serial;
import java.util.Map;

/** Ends a call with a Twirp error; the message says what to do. */
final class TwirpException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final TwirpCode code;
  private final String detail;
  private final transient Map<String, String> meta;

  TwirpException(TwirpCode code, String detail) {
    this(code, detail, Map.of());
  }

  TwirpException(TwirpCode code, String detail, Map<String, String> meta) {
    super(detail, null, false, false);
    this.code = code;
    this.detail = detail;
    this.meta = Map.copyOf(meta);
  }

  /** A room's "no" as Twirp says it. */
  static TwirpException of(RoomRefusedException e) {
    return new TwirpException(code(e.refusal()), e.detail());
  }

  private static TwirpCode code(RoomRefusal refusal) {
    return switch (refusal) {
      case METADATA_TOO_LARGE, ATTRIBUTES_TOO_LARGE, NAME_TOO_LONG -> TwirpCode.INVALID_ARGUMENT;
      case USER_BANNED, BANNED_FROM_ROOM, NOT_ON_CALL -> TwirpCode.PERMISSION_DENIED;
      case NO_SUCH_USER -> TwirpCode.NOT_FOUND;
      case TOO_MANY_ROOMS, TOO_MANY_PARTICIPANTS, TOO_MANY_FORWARDINGS, ROOM_FULL_OF_HOSTS, TOO_MANY_ROLE_CHANGES,
        TOO_MANY_ATTRIBUTE_CHANGES ->
        TwirpCode.RESOURCE_EXHAUSTED;
      case EVENTS_UNWRITABLE, ROOM_BUSY, SERVER_CLOSED -> TwirpCode.UNAVAILABLE;
      default -> TwirpCode.FAILED_PRECONDITION;
    };
  }

  TwirpCode code() {
    return code;
  }

  String detail() {
    return detail;
  }

  Map<String, String> meta() {
    return meta;
  }
}
