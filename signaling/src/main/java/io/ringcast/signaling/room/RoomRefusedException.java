package io.ringcast.signaling.room;

import java.io.Serial;
import java.util.List;

/** A room's "no"; the message says what to do instead. */
public final class RoomRefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final RoomRefusal refusal;
  private final String detail;
  private final transient List<String> streams;

  public RoomRefusedException(RoomRefusal refusal, String message, List<String> streams) {
    super(message);
    this.refusal = refusal;
    this.detail = message;
    this.streams = List.copyOf(streams);
  }

  public RoomRefusal refusal() {
    return refusal;
  }

  public String detail() {
    return detail;
  }

  /** The streams to choose from where that is the question. */
  public List<String> streams() {
    return streams;
  }
}
