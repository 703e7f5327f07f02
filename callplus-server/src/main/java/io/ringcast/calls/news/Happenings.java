package io.ringcast.calls.news;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.Leg;
import io.ringcast.calls.call.PastCall;
import io.ringcast.calls.exchange.CallNews;
import io.ringcast.calls.log.NewsRow;
import io.ringcast.events.EventType;
import io.ringcast.events.Happening;
import io.ringcast.events.NewEvent;
import io.ringcast.events.RoomKey;
import org.jspecify.annotations.Nullable;

/** News of calls in the words of events. A call's events stand in the room of its id; the call is their session. */
final class Happenings {
  private Happenings() {}

  static RoomKey room(NewsRow row) {
    return new RoomKey(row.appId(), row.news().callId());
  }

  static EventType type(NewsRow row) {
    return switch (row.news()) {
      case CallNews.Started _ -> EventType.CALL_STARTED;
      case CallNews.Connected _ -> EventType.CALL_CONNECTED;
      case CallNews.Ended _ -> EventType.CALL_ENDED;
    };
  }

  static NewEvent event(NewsRow row) {
    return new NewEvent(room(row), row.news().callId(), row.atMs(), happening(row.news()));
  }

  private static Happening happening(CallNews news) {
    return switch (news) {
      case CallNews.Started started ->
        new Happening.CallStarted(mode(started.type()), kind(started.media()), started.callerId(), started.userIds());
      case CallNews.Connected call -> new Happening.CallConnected(mode(call.type()), kind(call.media()), call.callerId());
      case CallNews.Ended(PastCall call) -> ended(call);
    };
  }

  private static Happening ended(PastCall call) {
    boolean talked = call.connectedMs() != Leg.NOT_YET;
    return new Happening.CallEnded(mode(call.type()), kind(call.media()), call.callerId(), String.valueOf(call.reason()), call.startedMs(),
        time(call.connectedMs()), talked ? call.endedMs() - call.connectedMs() : 0, call.parts().stream().map(Happenings::part).toList());
  }

  private static Happening.CallPart part(PastCall.Part part) {
    return new Happening.CallPart(part.userId(), part.state().name(), part.end() == null ? null : part.end().name(),
        time(part.acceptedMs()), time(part.connectedMs()), part.leftMs(), part.talkedMs());
  }

  private static @Nullable Long time(long atMs) {
    return atMs == Leg.NOT_YET ? null : atMs;
  }

  private static Happening.CallMode mode(CallType type) {
    return switch (type) {
      case SINGLE -> Happening.CallMode.SINGLE;
      case MULTI -> Happening.CallMode.MULTI;
    };
  }

  private static Happening.Kind kind(CallMedia media) {
    return switch (media) {
      case AUDIO -> Happening.Kind.AUDIO;
      case VIDEO -> Happening.Kind.VIDEO;
    };
  }
}
