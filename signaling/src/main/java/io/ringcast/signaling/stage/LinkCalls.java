package io.ringcast.signaling.stage;

import io.ringcast.http.Fields;
import io.ringcast.http.ProblemException;
import io.ringcast.identity.RoomToken;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.OpenRooms;
import io.ringcast.signaling.http.RoomProblems;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.forward.Links;
import io.ringcast.signaling.room.forward.Links.Asked;
import io.ringcast.signaling.room.forward.Links.End;
import io.ringcast.signaling.room.link.Link.Wish;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.room.link.LinkBook;
import io.ringcast.signaling.room.link.LinkView;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Links between rooms, as JSON asks for them. For threads that may wait. */
final class LinkCalls {
  private final Rooms rooms;
  private final OpenRooms open;
  private final Links links;

  LinkCalls(Rooms rooms, OpenRooms open, Links links) {
    this.rooms = rooms;
    this.open = open;
    this.links = links;
  }

  /** @param fresh false for a link that there was before */
  record Sent(boolean fresh, LinkLine link) {}

  Sent request(Access access, String roomId, String body) {
    Fields fields = Fields.of(body, "roomId", "userId", "by", "extra", "join", "autoMix");
    String there = Objects.requireNonNullElse(fields.text("roomId"), "");
    String userId = Objects.requireNonNullElse(fields.text("userId"), "");
    if (!RoomToken.isId(there) || !RoomToken.isId(userId)) {
      throw Fields.bad("roomId and userId", "texts of 1 to " + RoomToken.ID_CHARS_MAX + " characters");
    }
    String by = fields.text("by");
    String extra = extra(fields);
    Wish wish = wish(fields);
    End inviter = open.seen(access, roomId, (host, actor) -> End.of(host, host.room().links().inviter(actor, by)));
    if (there.equals(roomId)) {
      throw refused(new RoomRefusedException(RoomRefusal.SAME_ROOM, "A link is between hosts of two rooms.", List.of()));
    }
    End invitee = open.another(access, there, (host, room) -> End.of(host, room.links().invitee(userId)));
    Asked asked = done(inviter.party().room(), links.request(inviter, invitee, extra, wish));
    return new Sent(asked.fresh(), LinkLine.of(inviter.party().room(), asked.link()));
  }

  LinkLine answer(Access access, String roomId, String linkId, String body) {
    Fields fields = Fields.of(body, "accept", "extra", "join", "autoMix");
    Boolean accept = fields.flag("accept");
    if (accept == null) {
      throw Fields.bad("accept", "true or false");
    }
    String extra = extra(fields);
    Wish wish = wish(fields);
    return change(access, roomId, linkId, participantId -> links.answer(linkId, participantId, accept, wish, extra));
  }

  LinkLine join(Access access, String roomId, String linkId) {
    return change(access, roomId, linkId, participantId -> links.join(linkId, participantId));
  }

  LinkLine leave(Access access, String roomId, String linkId) {
    return change(access, roomId, linkId, participantId -> links.leave(linkId, participantId));
  }

  LinkLine end(Access access, String roomId, String linkId) {
    return change(access, roomId, linkId, participantId -> links.end(linkId, participantId));
  }

  private static Wish wish(Fields fields) {
    return new Wish(!Boolean.FALSE.equals(fields.flag("join")), !Boolean.FALSE.equals(fields.flag("autoMix")));
  }

  private static String extra(Fields fields) {
    String extra = Objects.requireNonNullElse(fields.text("extra"), "");
    if (extra.length() > LinkBook.EXTRA_CHARS_MAX) {
      throw Fields.bad("extra", "a text of at most " + LinkBook.EXTRA_CHARS_MAX + " characters");
    }
    return extra;
  }

  /** What one side of a link asks of it. */
  @FunctionalInterface
  private interface Change {
    CompletableFuture<LinkView> ask(String participantId);
  }

  private record Speaker(RoomKey room, String participantId) {}

  private LinkLine change(Access access, String roomId, String linkId, Change change) {
    Speaker speaker = open.seen(access, roomId,
        (host, by) -> new Speaker(host.key(), host.room().links().participantId(by, linkId)));
    return LinkLine.of(speaker.room(), done(speaker.room(), change.ask(speaker.participantId())));
  }

  /** What the links say, once it is durable in the room that asked. */
  private <T> T done(RoomKey room, CompletableFuture<T> answer) {
    try {
      T given = answer.join();
      rooms.settle(room);
      return given;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RoomRefusedException no ? refused(no) : e;
    } catch (RoomRefusedException e) {
      throw RoomProblems.of(e);
    }
  }

  private ProblemException refused(RoomRefusedException e) {
    rooms.counters().onRefused(e.refusal());
    return RoomProblems.of(e);
  }
}
