package io.ringcast.calls.channel;

/** What opens a call's room to one device. */
public record Pass(String roomId, String token) {
  @Override
  public String toString() {
    return "Pass[" + roomId + "]";
  }
}
