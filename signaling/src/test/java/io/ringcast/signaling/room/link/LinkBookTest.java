package io.ringcast.signaling.room.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.link.Link.Party;
import io.ringcast.signaling.room.link.Link.Side;
import io.ringcast.signaling.room.link.Link.Wish;
import io.ringcast.signaling.room.link.LinkBook.Asked;
import io.ringcast.signaling.room.link.LinkView.State;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** Each transition of a link, and what is to be done after it. */
class LinkBookTest {
  private static final Party ANN = party("r1", "ann");
  private static final Party BOB = party("r2", "bob");

  private final AtomicInteger ids = new AtomicInteger();
  private final LinkBook book = new LinkBook(() -> "LK_" + ids.incrementAndGet());

  private static Party party(String room, String userId) {
    return new Party(new RoomKey("app", room), userId, "PA_" + room + userId);
  }

  private static @Nullable RoomRefusal refusal(ThrowingCallable call) {
    RoomRefusedException refused = catchThrowableOfType(RoomRefusedException.class, call);
    return refused == null ? null : refused.refusal();
  }

  private List<String> effects() {
    return book.effects().stream().map(effect -> switch (effect) {
      case LinkEffect.Tell tell -> (tell.step() + " " + tell.view().state() + " " + Objects.toString(tell.view().reason(), "")).strip();
      case LinkEffect.Show show -> "show " + show.side();
      case LinkEffect.Hide hide -> "hide " + hide.side();
    }).toList();
  }

  private Link asked(boolean joins) throws RoomRefusedException {
    Asked asked = book.request(ANN, BOB, "hi", new Wish(joins, true), 0);
    assertThat(asked.fresh()).isTrue();
    assertThat(effects()).containsExactly("REQUESTED PENDING");
    return asked.link();
  }

  private Link linked() throws RoomRefusedException {
    Link link = asked(true);
    assertThat(link.view().invitee().mixed()).isFalse();
    book.answer(link.linkId(), BOB.participantId(), true, Wish.ALL, "yes", 7);
    assertThat(effects()).containsExactly("ACCEPTED ACCEPTED", "show INVITER", "show INVITEE");
    return link;
  }

  private Link joined() throws RoomRefusedException {
    Link link = linked();
    book.shown(link, Side.INVITER, 8);
    book.shown(link, Side.INVITEE, 8);
    assertThat(effects()).containsExactly("JOINED JOINED", "JOINED JOINED");
    return link;
  }

  @Test
  void aRequestIsAcceptedJoinedLeftJoinedAndEnded() throws Exception {
    Link link = joined();
    assertThat(link.view()).isEqualTo(new LinkView(link.linkId(), State.JOINED,
        new LinkView.Side(ANN.room(), "ann", ANN.participantId(), true, true),
        new LinkView.Side(BOB.room(), "bob", BOB.participantId(), true, true), "yes", 0, 7, null));
    book.leave(link.linkId(), ANN.participantId(), 9);
    assertThat(effects()).containsExactly("hide INVITER", "LEFT JOINED");
    book.leave(link.linkId(), ANN.participantId(), 9);
    assertThat(effects()).isEmpty();
    book.leave(link.linkId(), BOB.participantId(), 9);
    assertThat(effects()).containsExactly("hide INVITEE", "LEFT ACCEPTED");
    book.join(link.linkId(), ANN.participantId(), 9);
    book.join(link.linkId(), ANN.participantId(), 9);
    assertThat(effects()).containsExactly("show INVITER");
    book.shown(link, Side.INVITER, 9);
    assertThat(effects()).containsExactly("JOINED JOINED");
    book.end(link.linkId(), BOB.participantId(), 9);
    assertThat(effects()).containsExactly("hide INVITER", "ENDED ENDED ENDED_BY_INVITEE");
    assertThat(book.size()).isZero();
    assertThat(refusal(() -> book.join(link.linkId(), ANN.participantId(), 9))).isEqualTo(RoomRefusal.NO_SUCH_LINK);
  }

  @Test
  void aRequestIsRejectedCancelledOrLate() throws Exception {
    Link rejected = asked(true);
    book.answer(rejected.linkId(), BOB.participantId(), false, Wish.ALL, "no", 1);
    assertThat(effects()).containsExactly("REJECTED ENDED REJECTED");
    assertThat(rejected.view().extra()).isEqualTo("no");
    Link cancelled = asked(true);
    book.end(cancelled.linkId(), ANN.participantId(), 1);
    assertThat(effects()).containsExactly("CANCELLED ENDED CANCELLED");
    Link late = asked(true);
    assertThat(book.nextDueMs()).isEqualTo(LinkBook.PENDING_MS);
    book.advance(LinkBook.PENDING_MS - 1);
    assertThat(effects()).isEmpty();
    assertThat(refusal(() -> book.answer(late.linkId(), BOB.participantId(), true, Wish.ALL, "", LinkBook.PENDING_MS)))
        .isEqualTo(RoomRefusal.NO_SUCH_LINK);
    assertThat(effects()).containsExactly("TIMED_OUT ENDED TIMED_OUT");
    assertThat(book.size()).isZero();
  }

  @Test
  void whoGoesEndsWhatItHad() throws Exception {
    Link pending = asked(true);
    book.gone(pending, Side.INVITEE, 1);
    assertThat(effects()).containsExactly("ENDED ENDED INVITEE_GONE");
    Link link = joined();
    book.gone(link, Side.INVITER, 9);
    book.gone(link, Side.INVITEE, 9);
    assertThat(effects()).containsExactly("hide INVITER", "hide INVITEE", "ENDED ENDED INVITER_GONE");
  }

  @Test
  void whoAsksBackHasAccepted() throws Exception {
    Link link = asked(false);
    Asked crossing = book.request(BOB, ANN, "me too", Wish.ALL, 3);
    assertThat(crossing).isEqualTo(new Asked(link, false));
    assertThat(effects()).containsExactly("ACCEPTED ACCEPTED", "show INVITEE");
    assertThat(book.request(ANN, BOB, "", Wish.ALL, 4).link()).isSameAs(link);
    assertThat(book.request(BOB, ANN, "", Wish.ALL, 4).link()).isSameAs(link);
    assertThat(effects()).isEmpty();
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  void aRepeatedRequestIsTheSame() throws Exception {
    Link link = asked(true);
    assertThat(book.request(ANN, BOB, "again", new Wish(false, true), 1)).isEqualTo(new Asked(link, false));
    assertThat(link.view().extra()).isEqualTo("hi");
    assertThat(effects()).isEmpty();
  }

  @Test
  void whatCannotBeShownIsLeft() throws Exception {
    Link link = linked();
    book.notShown(link, Side.INVITER, "ROOM_FULL_OF_HOSTS", 8);
    book.notShown(link, Side.INVITER, "ROOM_FULL_OF_HOSTS", 8);
    assertThat(effects()).containsExactly("LEFT ACCEPTED ROOM_FULL_OF_HOSTS");
    book.leave(link.linkId(), BOB.participantId(), 8);
    book.shown(link, Side.INVITEE, 8);
    assertThat(effects()).as("a showing that was given up changes nothing").containsExactly("hide INVITEE", "LEFT ACCEPTED");
  }

  @Test
  void onlyTheTwoSpeakAndEachForItself() throws Exception {
    Link link = asked(true);
    String id = link.linkId();
    assertThat(refusal(() -> book.answer(id, ANN.participantId(), true, Wish.ALL, "", 1))).isEqualTo(RoomRefusal.NO_SUCH_LINK);
    assertThat(refusal(() -> book.answer(id, "PA_other", true, Wish.ALL, "", 1))).isEqualTo(RoomRefusal.NO_SUCH_LINK);
    assertThat(refusal(() -> book.end(id, "PA_other", 1))).isEqualTo(RoomRefusal.NO_SUCH_LINK);
    assertThat(refusal(() -> book.join(id, ANN.participantId(), 1))).isEqualTo(RoomRefusal.LINK_PENDING);
    assertThat(refusal(() -> book.request(ANN, party("r1", "other"), "", Wish.ALL, 1))).isEqualTo(RoomRefusal.SAME_ROOM);
    assertThat(refusal(() -> book.request(ANN, ANN, "", Wish.ALL, 1))).isEqualTo(RoomRefusal.SAME_ROOM);
    book.answer(id, BOB.participantId(), true, Wish.ALL, "", 1);
    assertThat(refusal(() -> book.answer(id, BOB.participantId(), true, Wish.ALL, "", 1))).isEqualTo(RoomRefusal.LINK_ACCEPTED);
  }

  @Test
  void limitsOfOneHostAndOneRoom() throws Exception {
    for (int i = 0; i < LinkBook.OF_HOST_MAX; i++) {
      book.request(ANN, party("other" + i, "host"), "", Wish.ALL, 0);
    }
    assertThat(refusal(() -> book.request(ANN, BOB, "", Wish.ALL, 0))).isEqualTo(RoomRefusal.TOO_MANY_LINKS);
    assertThat(refusal(() -> book.request(BOB, ANN, "", Wish.ALL, 0))).isEqualTo(RoomRefusal.TOO_MANY_LINKS);
    for (int i = LinkBook.OF_HOST_MAX; i < LinkBook.OF_ROOM_MAX; i++) {
      book.request(party("r1", "cid"), party("other" + i, "host"), "", Wish.ALL, 0);
    }
    assertThat(refusal(() -> book.request(party("r1", "dan"), BOB, "", Wish.ALL, 0))).isEqualTo(RoomRefusal.TOO_MANY_LINKS);
    assertThat(book.size()).isEqualTo(LinkBook.OF_ROOM_MAX);
  }

  @Test
  void requestsHaveTheirPace() throws Exception {
    for (int i = 0; i < LinkBook.REQUESTS_AT_HAND; i++) {
      Link link = book.request(ANN, BOB, "", Wish.ALL, 0).link();
      book.end(link.linkId(), ANN.participantId(), 0);
    }
    assertThat(refusal(() -> book.request(ANN, BOB, "", Wish.ALL, 0))).isEqualTo(RoomRefusal.TOO_MANY_STAGE_REQUESTS);
    assertThat(book.request(ANN, BOB, "", Wish.ALL, LinkBook.ANOTHER_REQUEST_AFTER_MS).fresh()).isTrue();
  }
}
