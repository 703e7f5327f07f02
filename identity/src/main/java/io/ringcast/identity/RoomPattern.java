package io.ringcast.identity;

/** Names rooms: {@code *} stands for any characters, none too, and every other character for itself. */
public record RoomPattern(String text) {

  public RoomPattern {
    if (text.isEmpty() || text.length() > RoomToken.ID_CHARS_MAX) {
      throw new IllegalArgumentException("a pattern of rooms has 1 to " + RoomToken.ID_CHARS_MAX + " characters");
    }
  }

  public boolean matches(String roomId) {
    String[] parts = text.split("\\*", -1);
    if (parts.length == 1) {
      return roomId.equals(text);
    }
    String last = parts[parts.length - 1];
    if (!roomId.startsWith(parts[0])) {
      return false;
    }
    int at = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = roomId.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return roomId.length() - at >= last.length() && roomId.endsWith(last);
  }
}
