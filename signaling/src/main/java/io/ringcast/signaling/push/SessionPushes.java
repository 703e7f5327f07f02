package io.ringcast.signaling.push;

import java.util.ArrayList;
import java.util.List;

/** One session's pushes. Owned by its room's queue. */
final class SessionPushes {
  /** Those that are over and still shown; the oldest go first. */
  static final int SHOWN_MAX = 20;

  private final String sessionId;
  private final List<RoomPush> pushes = new ArrayList<>();

  SessionPushes(String sessionId) {
    this.sessionId = sessionId;
  }

  String sessionId() {
    return sessionId;
  }

  List<RoomPush> all() {
    return pushes;
  }

  int running() {
    return (int) pushes.stream().filter(push -> !push.over()).count();
  }

  /** Those that go on because a document lists them. */
  List<RoomPush> listed() {
    return pushes.stream().filter(RoomPush::listed).toList();
  }

  void add(RoomPush push) {
    pushes.add(push);
    while (pushes.size() > SHOWN_MAX) {
      pushes.stream().filter(RoomPush::over).findFirst().ifPresent(pushes::remove);
    }
  }
}
