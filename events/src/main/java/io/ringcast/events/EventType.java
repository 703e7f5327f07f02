package io.ringcast.events;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of events; each has one record that says what it tells. */
public enum EventType {
  ROOM_STARTED(Happening.RoomStarted.class),
  ROOM_FINISHED(Happening.RoomFinished.class),
  PARTICIPANT_JOINED(Happening.ParticipantJoined.class),
  PARTICIPANT_LEFT(Happening.ParticipantLeft.class),
  ROLE_CHANGED(Happening.RoleChanged.class),
  PUBLISHED(Happening.Published.class),
  UNPUBLISHED(Happening.Unpublished.class),
  MUTE_CHANGED(Happening.MuteChanged.class),
  ATTRIBUTES_CHANGED(Happening.AttributesChanged.class),
  INVITED(Happening.Invited.class),
  INVITATION_ENDED(Happening.InvitationEnded.class),
  LINK_REQUESTED(Happening.LinkRequested.class),
  LINK_ACCEPTED(Happening.LinkAccepted.class),
  LINK_ENDED(Happening.LinkEnded.class),
  PUSH_CHANGED(Happening.PushChanged.class),
  MIX_CHANGED(Happening.MixChanged.class),
  FIRST_MEDIA_PUBLISHED(Happening.FirstMediaPublished.class),
  FIRST_MEDIA_RECEIVED(Happening.FirstMediaReceived.class),
  CALL_STARTED(Happening.CallStarted.class),
  CALL_CONNECTED(Happening.CallConnected.class),
  CALL_ENDED(Happening.CallEnded.class),
  /** Written by a later version, or by hand: passed on as it is. */
  OTHER(Happening.Other.class);

  private static final Map<String, EventType> BY_LABEL = Arrays.stream(values())
    .collect(Collectors.toMap(EventType::label, Function.identity()));

  private final Class<? extends Happening> record;
  private final String label = name().toLowerCase(Locale.ROOT);

  EventType(Class<? extends Happening> record) {
    this.record = record;
  }

  /** Its name outside, such as {@code participant_joined}. */
  public String label() {
    return label;
  }

  public Class<? extends Happening> record() {
    return record;
  }

  public static Optional<EventType> labelled(String label) {
    return Optional.ofNullable(BY_LABEL.get(label));
  }
}
