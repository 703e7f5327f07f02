package io.ringcast.mixer.config;

import java.util.List;

/**
 * Which streams are mixed. Who comes later counts as who is there.
 *
 * @param rooms linked rooms whose streams the two scopes speak of
 */
public record InputFilter(Choice audio, Choice video, RoomScope audioRooms, RoomScope videoRooms, List<String> rooms) {
  public static final InputFilter ALL = new InputFilter(Choice.ALL, Choice.ALL, RoomScope.OWN, RoomScope.OWN, List.of());

  /** Which of the streams that come into question. */
  public enum Choice {
    ALL,
    NONE,
    /** Those that the document lists. */
    LISTED
  }

  /** From which rooms streams come into question. */
  public enum RoomScope {
    /** The mix's own. */
    OWN,
    /** Its own and the listed ones. */
    APPENDED,
    /** The listed ones instead of its own. */
    REPLACED
  }

  public InputFilter {
    rooms = List.copyOf(rooms);
  }

  /** Whether a scope has a room in it; the mix's own has the empty id. */
  boolean reaches(RoomScope scope, String roomId) {
    return roomId.isEmpty() ? scope != RoomScope.REPLACED : scope != RoomScope.OWN && rooms.contains(roomId);
  }

  /** The filter of a document's {@code inputFilterMode}, 0 to 14. */
  static InputFilter ofMode(int mode, List<String> rooms) {
    return switch (mode) {
      case 1 -> own(Choice.NONE, Choice.NONE);
      case 2 -> own(Choice.ALL, Choice.NONE);
      case 3 -> own(Choice.NONE, Choice.ALL);
      case 4 -> own(Choice.LISTED, Choice.LISTED);
      case 5 -> own(Choice.ALL, Choice.LISTED);
      case 6 -> own(Choice.NONE, Choice.LISTED);
      case 7 -> own(Choice.LISTED, Choice.ALL);
      case 8 -> own(Choice.LISTED, Choice.NONE);
      case 9 -> new InputFilter(Choice.ALL, Choice.ALL, RoomScope.APPENDED, RoomScope.APPENDED, rooms);
      case 10 -> new InputFilter(Choice.ALL, Choice.ALL, RoomScope.REPLACED, RoomScope.REPLACED, rooms);
      case 11 -> new InputFilter(Choice.ALL, Choice.ALL, RoomScope.APPENDED, RoomScope.OWN, rooms);
      case 12 -> new InputFilter(Choice.ALL, Choice.ALL, RoomScope.REPLACED, RoomScope.OWN, rooms);
      case 13 -> new InputFilter(Choice.ALL, Choice.ALL, RoomScope.OWN, RoomScope.APPENDED, rooms);
      case 14 -> new InputFilter(Choice.ALL, Choice.ALL, RoomScope.OWN, RoomScope.REPLACED, rooms);
      default -> ALL;
    };
  }

  static InputFilter own(Choice audio, Choice video) {
    return new InputFilter(audio, video, RoomScope.OWN, RoomScope.OWN, List.of());
  }
}
