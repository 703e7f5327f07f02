package io.ringcast.events.support;

import io.ringcast.events.Event;
import io.ringcast.events.Happening;
import io.ringcast.events.NewEvent;
import io.ringcast.events.RoomKey;
import java.util.List;
import java.util.Map;

/** Events to test with. */
public final class Samples {
  public static final Happening.Member ANNA = new Happening.Member("anna", "PA_1", "Anna", "{\"a\":1}", Map.of("hand", "up"),
    Happening.Role.HOST, false, 1_000);
  public static final Happening.Member VIEWER = new Happening.Member("viewer", "PA_2", null, null, Map.of(),
    Happening.Role.AUDIENCE, false, 2_000);
  public static final Happening.Track CAMERA = new Happening.Track("anna_main_1", "anna_main", "main", Happening.Kind.VIDEO, "camera",
    "video/VP8", 1280, 720, true, false, "TR_V1");

  public static final Happening.Link LINK = new Happening.Link("LK_1", new Happening.LinkSide("room", "anna", "PA_1"),
    new Happening.LinkSide("other", "bob", "PA_3"));

  /** One of each kind. */
  public static final List<Happening> ALL = List.of(
    new Happening.RoomStarted(Happening.Mode.LIVE, Happening.Kind.VIDEO, "{}"),
    new Happening.RoomFinished(Happening.RoomEnd.EMPTY, 5_000),
    new Happening.ParticipantJoined(ANNA, 1),
    new Happening.ParticipantLeft(ANNA, Happening.Departure.CONNECTION_LOST, 4_000, 0),
    new Happening.RoleChanged(ANNA, Happening.Role.AUDIENCE),
    new Happening.Published(ANNA, CAMERA, new Happening.Live(
      new Happening.LiveUrl("https://a.example/live/r/s.flv", "https://a.example/live/r/s.m3u8", null, "https://a.example/whep/r/s"),
      new Happening.LiveUrl("https://a.example/live/r.flv", "https://a.example/live/r.m3u8", null, "https://a.example/whep/r"), 9L)),
    new Happening.Unpublished(ANNA, CAMERA),
    new Happening.MuteChanged(ANNA, CAMERA),
    new Happening.AttributesChanged(null, Map.of("topic", "\u0000\"语\ud83d\ude00"), List.of("old")),
    new Happening.Invited("IV_1", "viewer", "PA_2", "anna", 30_000),
    new Happening.InvitationEnded("IV_1", "viewer", "PA_2", null, Happening.Outcome.TIMED_OUT),
    new Happening.LinkRequested(LINK),
    new Happening.LinkAccepted(LINK),
    new Happening.LinkEnded(LINK, Happening.LinkEnd.ENDED_BY_INVITER, 5_000),
    new Happening.MixChanged("mix_main", Happening.MixStep.STREAM_LEFT_OUT, "ASKED", 3, null, "ann_main"),
    new Happening.PushChanged("PU_1", null, "rtmp://cdn.example/app", Happening.PushStep.RETRYING, "CLOSED_BY_PEER", 2),
    new Happening.FirstMediaPublished(ANNA, CAMERA, 120),
    new Happening.FirstMediaReceived("viewer", "anna", "anna_main_1", 90),
    new Happening.CallStarted(Happening.CallMode.SINGLE, Happening.Kind.AUDIO, "anna", List.of("bob")),
    new Happening.CallConnected(Happening.CallMode.SINGLE, Happening.Kind.AUDIO, "anna"),
    new Happening.CallEnded(Happening.CallMode.SINGLE, Happening.Kind.AUDIO, "anna", "NO_ANSWER", 1_000, null, 0,
      List.of(new Happening.CallPart("bob", "MISSED", "NO_ANSWER", null, 2_000L, 3_000, 1_000))),
    new Happening.Other("line_noted", "{\"callId\":\"c1\"}"));

  private Samples() {}

  /** One that begins and ends nothing. */
  public static NewEvent event(String app, String room, long timeMs) {
    return event(app, room, timeMs, new Happening.MuteChanged(ANNA, CAMERA));
  }

  public static NewEvent event(String app, String room, long timeMs, Happening happening) {
    return new NewEvent(new RoomKey(app, room), "s1", timeMs, happening);
  }

  public static Event numbered(long position, String app, String room, long sequence, Happening happening) {
    return new Event(position, "EV_" + position, new RoomKey(app, room), "s1", sequence, position * 1_000, happening);
  }

  public static Event numbered(long position, String room, long sequence) {
    return numbered(position, "app", room, sequence, new Happening.ParticipantJoined(ANNA, 1));
  }
}
