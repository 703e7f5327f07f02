package io.ringcast.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.ringcast.events.AppendRefusal;
import io.ringcast.events.Happening;
import io.ringcast.events.NewEvent;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.MediaEvent.FirstMediaForwarded;
import io.ringcast.sfu.api.MediaEvent.FirstMediaReceived;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.RoleChange;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Tags;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.room.host.UserRules;
import io.ringcast.signaling.sdp.PlayNegotiation;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Offers;
import io.ringcast.signaling.support.SlowLog;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written of publishers and watchers. */
class SessionEventsTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final Permissions MUTE = new Permissions(false, false, false, Set.of(), false, false, false);

  private final FakeSfu sfu = new FakeSfu();
  private final FakeAlarm alarm = new FakeAlarm();
  private final SlowLog log = new SlowLog().prompt(true);
  private final Rooms hosts =
      new Rooms(sfu, Runnable::run, alarm, new Random(1), RoomLimits.DEFAULT, log, UserRules.USUAL);
  private final Sessions sessions = new Sessions(hosts, Runnable::run, new Random(2));

  private Publishing publish(String userId) throws SdpException, RoomRefusedException {
    String streamId = Stream.idOf(userId, Tags.MAIN);
    PublishNegotiation offer = PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), streamId);
    return sessions.publish(KEY, new Caller(userId, "203.0.113.9"), Tags.MAIN, offer.remote(), offer.publications());
  }

  private Watching watch(String userId, Stream stream) throws SdpException, RoomRefusedException {
    PlayNegotiation offer = PlayNegotiation.of(SessionDescription.parse(Offers.chromiumPlay()), stream.publications(), false);
    return sessions.watch(KEY, new Caller(userId, "203.0.113.9"), stream, offer.remote(), offer.subscriptions());
  }

  private <H extends Happening> List<H> all(Class<H> kind) {
    return log.taken.stream().map(NewEvent::happening).filter(kind::isInstance).map(kind::cast).toList();
  }

  private RoomHost host() {
    return hosts.find(KEY).orElseThrow();
  }

  @Test
  void aStayIsToldFromItsFirstWordToItsLast() throws Exception {
    Publishing ann = publish("ann");
    alarm.advance(100);
    Watching eve = watch("eve", ann.stream());
    alarm.advance(100);
    sessions.leave(eve);
    sessions.leave(ann);
    assertThat(log.labels()).containsExactly("room_started", "participant_joined", "published", "published",
      "participant_joined", "participant_left", "unpublished", "unpublished", "participant_left", "room_finished");
    assertThat(log.taken).extracting(NewEvent::sessionId).containsOnly(log.taken.getFirst().sessionId());
    assertThat(log.taken.getFirst().sessionId()).startsWith("RM_");
    assertThat(log.taken).extracting(NewEvent::room).containsOnly(new io.ringcast.events.RoomKey("app", "r"));
    List<Happening.ParticipantJoined> joins = all(Happening.ParticipantJoined.class);
    assertThat(joins).extracting(joined -> joined.member().role()).containsExactly(Happening.Role.PARTICIPANT, Happening.Role.OBSERVER);
    assertThat(joins).extracting(joined -> joined.member().hidden()).containsExactly(false, true);
    assertThat(joins).extracting(Happening.ParticipantJoined::participants).containsExactly(1, 2);
    assertThat(all(Happening.Published.class)).extracting(Happening.Published::track).extracting(Happening.Track::publicationId,
      Happening.Track::tag, Happening.Track::kind).containsExactlyInAnyOrder(
      tuple("ann_main_0", "main", Happening.Kind.AUDIO),
      tuple("ann_main_1", "main", Happening.Kind.VIDEO));
    List<Happening.ParticipantLeft> leaves = all(Happening.ParticipantLeft.class);
    assertThat(leaves).extracting(Happening.ParticipantLeft::durationMs).containsExactly(100L, 200L);
    assertThat(leaves).extracting(Happening.ParticipantLeft::participants).containsExactly(1, 0);
    assertThat(all(Happening.RoomFinished.class)).containsExactly(new Happening.RoomFinished(Happening.RoomEnd.EMPTY, 200));
  }

  @Test
  void aLiveRoomsHostsAreToldAndItsAudienceIsNot() throws Exception {
    var _ = hosts.enter(KEY, RoomSettings.DEFAULT.in(RoomMode.LIVE_VIDEO), (host, room) -> room.mode());
    Publishing ann = publish("ann");
    Watching eve = watch("eve", ann.stream());
    assertThat(all(Happening.RoomStarted.class)).extracting(Happening.RoomStarted::mode, Happening.RoomStarted::media)
        .containsExactly(tuple(Happening.Mode.LIVE, Happening.Kind.VIDEO));
    assertThat(all(Happening.ParticipantJoined.class)).extracting(joined -> joined.member().role()).containsExactly(Happening.Role.HOST);
    boolean _ = host().ask(room -> {
      try {
        room.change(ann.participant(), RoleChange.to(Role.AUDIENCE), 0);
      } catch (RoomRefusedException e) {
        throw new AssertionError(e);
      }
      return true;
    }).join();
    assertThat(all(Happening.RoleChanged.class)).extracting(Happening.RoleChanged::from).containsExactly(Happening.Role.HOST);
    assertThat(sessions.session(ann.sessionId())).as("a publisher that may publish nothing").isEmpty();
    assertThat(sessions.session(eve.sessionId())).as("who watched it").isEmpty();
  }

  @Test
  void whoPublishesAnewLeavesBeforeItComesBackAndTheSessionGoesOn() throws Exception {
    publish("ann");
    log.taken.clear();
    publish("ann");
    assertThat(log.labels()).containsExactly(
      "unpublished", "unpublished", "participant_left", "participant_joined", "published", "published");
    assertThat(all(Happening.ParticipantLeft.class)).extracting(Happening.ParticipantLeft::reason)
      .containsExactly(Happening.Departure.REPLACED);
    assertThat(all(Happening.ParticipantJoined.class)).extracting(Happening.ParticipantJoined::participants).containsExactly(1);
  }

  @Test
  void lostConnectionsAndEndedRoomsSayWhy() throws Exception {
    publish("ann");
    sfu.rooms.getFirst().lose(sfu.rooms.getFirst().peers.getFirst(), CloseReason.CONSENT_EXPIRED);
    publish("bob");
    host().tell(() -> host().room().end(LeaveReason.ROOM_DELETED));
    assertThat(all(Happening.ParticipantLeft.class)).extracting(Happening.ParticipantLeft::reason)
      .containsExactly(Happening.Departure.CONNECTION_LOST, Happening.Departure.ROOM_ENDED);
    assertThat(all(Happening.RoomFinished.class)).extracting(Happening.RoomFinished::reason)
      .containsExactly(Happening.RoomEnd.EMPTY, Happening.RoomEnd.ENDED_BY_API);
    assertThat(log.taken.stream().map(NewEvent::sessionId).distinct()).hasSize(2);
  }

  @Test
  void firstMediaIsToldOncePerPublicationAndSubscription() throws Exception {
    Publishing ann = publish("ann");
    alarm.advance(40);
    Watching eve = watch("eve", ann.stream());
    alarm.advance(60);
    PublicationId video = new PublicationId("ann_main_1");
    log.taken.clear();
    sfu.rooms.getFirst().emit(new FirstMediaReceived(ann.peer(), video));
    sfu.rooms.getFirst().emit(new FirstMediaForwarded(eve.peer(), eve.subscriptions().getFirst().handle().id(), video));
    assertThat(all(Happening.FirstMediaPublished.class)).extracting(Happening.FirstMediaPublished::sincePublishedMs).containsExactly(100L);
    assertThat(all(Happening.FirstMediaReceived.class))
      .containsExactly(new Happening.FirstMediaReceived("eve", "ann", "ann_main_1", 60));
  }

  @Test
  void changesOfAMemberAreTold() throws Exception {
    Publishing ann = publish("ann");
    log.taken.clear();
    RoomHost host = host();
    host.tell(() -> {
      var publication = ann.participant().publications().iterator().next();
      host.room().mute(publication, true, true);
      host.room().mute(publication, true, true);
      set(host, ann, new Profile("Ann", "m", Map.of("hand", "up", "seat", "1")));
      set(host, ann, new Profile("Ann", "m", Map.of("hand", "down")));
      set(host, ann, new Profile("Anna", "m", Map.of("hand", "down")));
      permit(host, ann, MUTE);
    });
    assertThat(log.labels()).containsExactly(
      "mute_changed", "attributes_changed", "attributes_changed", "role_changed", "unpublished", "unpublished",
      "participant_left", "room_finished");
    assertThat(all(Happening.AttributesChanged.class)).containsExactly(
      new Happening.AttributesChanged("ann", Map.of("hand", "up", "seat", "1"), List.of()),
      new Happening.AttributesChanged("ann", Map.of("hand", "down"), List.of("seat")));
    assertThat(all(Happening.RoleChanged.class)).extracting(Happening.RoleChanged::from).containsExactly(Happening.Role.PARTICIPANT);
  }

  private static void set(RoomHost host, Publishing who, Profile profile) {
    try {
      host.room().set(who.participant(), profile, host.nowMs());
    } catch (RoomRefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void permit(RoomHost host, Publishing who, Permissions permissions) {
    try {
      host.room().permit(who.participant(), permissions, host.nowMs());
    } catch (RoomRefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whileNothingCanBeWrittenNobodyIsLetInButEverybodyMayGo() throws Exception {
    Publishing ann = publish("ann");
    publish("bob");
    log.refuse(AppendRefusal.QUEUE_FULL);
    host().tell(() -> host().room().leave(ann.participant(), LeaveReason.LEFT, alarm.nowMs()));
    assertThat(catchThrowableOfType(RoomRefusedException.class, () -> publish("cid")).refusal())
      .isEqualTo(RoomRefusal.EVENTS_UNWRITABLE);
    assertThat(hosts.counters().refused(RoomRefusal.EVENTS_UNWRITABLE)).isEqualTo(1);
    assertThat(all(Happening.ParticipantLeft.class)).isEmpty();
    log.refuse(null);
    alarm.advance(1_000);
    assertThat(all(Happening.ParticipantLeft.class)).hasSize(1);
    publish("cid");
    assertThat(log.labels()).last().isEqualTo("published");
  }

  @Test
  void theNextRoomOfANameBeginsWhenTheLogHasTheLastOnesEnd() throws Exception {
    Publishing ann = publish("ann");
    log.refuse(AppendRefusal.QUEUE_FULL);
    host().tell(() -> host().room().leave(ann.participant(), LeaveReason.LEFT, alarm.nowMs()));
    assertThat(catchThrowableOfType(RoomRefusedException.class, () -> publish("bob")).refusal()).isEqualTo(RoomRefusal.ROOM_BUSY);
    log.refuse(null);
    alarm.advance(1_000);
    publish("bob");
    assertThat(log.labels()).containsSubsequence("room_finished", "room_started");
  }
}
