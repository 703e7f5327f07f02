package io.ringcast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.support.RecordingSeat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataRelayTest {
  private static final Permissions ALL = new Permissions(true, true, true, Set.of(), true, false, false);
  private static final Permissions MUTE = new Permissions(true, true, false, Set.of(), true, false, false);

  private final RoomCounters counters = new RoomCounters();
  private final Room room = new Room(
      new RoomKey("app", "r"), RoomSettings.DEFAULT, RoomLimits.DEFAULT,
      new Outside(Chronicle.NONE, Exclusions.NONE, Residence.ANYWHERE, counters), new Random(1), 0);
  private final DataRelay relay = room.data();
  private final List<String> done = new ArrayList<>();
  private long nowMs = 1_000;

  /** Takes so many messages. */
  private static final class Reader implements RoomMedia {
    private final List<String> read = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private boolean closed;

    @Override
    public boolean deliver(Delivery delivery, byte[] message) {
      if (read.size() >= room) {
        return false;
      }
      return read.add(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void close(CloseReason reason) {
      closed = true;
    }
  }

  private record User(Participant who, Reader reader) {
    List<String> read() {
      return reader.read;
    }
  }

  private User join(String userId, Permissions permissions) throws RoomRefusedException {
    Reader reader = new Reader();
    Participant who = room.join(
        new JoinRequest(userId, Presence.USER, permissions, Profile.EMPTY, true, new RecordingSeat(), reader), nowMs);
    room.activate(who);
    return new User(who, reader);
  }

  private User reachable(String userId) throws RoomRefusedException {
    User user = join(userId, ALL);
    relay.reach(user.who(), nowMs);
    return user;
  }

  private void say(@Nullable User from, Delivery delivery, long sequence, Set<String> users, String text) {
    Participant who = from == null ? null : from.who();
    relay.send(new DataMessage(delivery, who, sequence, "", users, Set.of(), text.getBytes(StandardCharsets.UTF_8)), nowMs,
        () -> done.add(text));
  }

  private void say(User from, String text) {
    say(from, Delivery.RELIABLE, 0, Set.of(), text);
  }

  private void drain(User user) {
    user.reader().room = Integer.MAX_VALUE;
    relay.roomAgain(user.who(), nowMs);
  }

  private void pass(long ms) {
    nowMs += ms;
    room.advance(nowMs);
  }

  @Test
  void aMessageReachesThoseWhomItIsFor() throws Exception {
    User ann = reachable("ann");
    User bob = reachable("bob");
    User cid = reachable("cid");
    say(ann, "to all");
    say(ann, Delivery.RELIABLE, 0, Set.of("cid", "nobody"), "to cid");
    relay.send(new DataMessage(Delivery.LOSSY, null, 0, "", Set.of(), Set.of(bob.who().sid()), new byte[] {'s'}), nowMs);
    assertThat(ann.read()).isEmpty();
    assertThat(bob.read()).containsExactly("to all", "s");
    assertThat(cid.read()).containsExactly("to all", "to cid");
    assertThat(done).containsExactly("to all", "to cid");
  }

  @Test
  void whoMayNotSendIsNotHeard() throws Exception {
    User cid = join("cid", MUTE);
    User ann = reachable("ann");
    say(cid, "psst");
    say(cid, Delivery.LOSSY, 0, Set.of(), "psst");
    assertThat(ann.read()).isEmpty();
    assertThat(counters.faults(DataFault.NOT_ALLOWED)).isEqualTo(2);
    assertThat(done).as("and held up for nothing").hasSize(2);
  }

  @Test
  void aNumberCountsOnce() throws Exception {
    User ann = reachable("ann");
    User bob = reachable("bob");
    for (int sequence : new int[] {1, 2, 2, 1, 4, 3, 5}) {
      say(ann, Delivery.RELIABLE, sequence, Set.of(), "n" + sequence);
    }
    say(bob, Delivery.RELIABLE, 1, Set.of(), "another's");
    say(ann, Delivery.LOSSY, 1, Set.of(), "lossy");
    assertThat(bob.read()).containsExactly("n1", "n2", "n4", "n5", "lossy");
    assertThat(ann.read()).containsExactly("another's");
    assertThat(counters.faults(DataFault.REPEATED)).isEqualTo(3);
    assertThat(relay.lastSequence(ann.who())).isEqualTo(5);
  }

  @Test
  void aNonceCountsOnce() throws Exception {
    User ann = reachable("ann");
    for (String nonce : List.of("x", "y", "x", "", "")) {
      relay.send(new DataMessage(Delivery.RELIABLE, null, 0, nonce, Set.of(), Set.of(), nonce.getBytes(StandardCharsets.UTF_8)), nowMs);
    }
    assertThat(ann.read()).containsExactly("x", "y", "", "");
    for (int i = 0; i <= RecentNonces.KEPT_MAX; i++) {
      relay.send(new DataMessage(Delivery.LOSSY, null, 0, "n" + i, Set.of(), Set.of(), new byte[1]), nowMs);
    }
    relay.send(new DataMessage(Delivery.LOSSY, null, 0, "x", Set.of(), Set.of(), "x".getBytes(StandardCharsets.UTF_8)), nowMs);
    assertThat(ann.read().getLast()).as("forgotten since").isEqualTo("x");
  }

  @Test
  void aLossyMessageThatHasNoRoomIsLostToThatReaderOnly() throws Exception {
    User ann = reachable("ann");
    User bob = reachable("bob");
    User cid = reachable("cid");
    bob.reader().room = 0;
    say(ann, Delivery.LOSSY, 0, Set.of(), "now");
    assertThat(cid.read()).containsExactly("now");
    assertThat(counters.faults(DataFault.READER_FULL)).isEqualTo(1);
    assertThat(done).containsExactly("now");
    drain(bob);
    assertThat(bob.read()).isEmpty();
  }

  @Test
  void aReliableMessageWaitsForTheSlowestAndHoldsItsSenderUp() throws Exception {
    User ann = reachable("ann");
    User bob = reachable("bob");
    User cid = reachable("cid");
    bob.reader().room = 1;
    for (int i = 1; i <= 4; i++) {
      say(ann, "m" + i);
    }
    assertThat(cid.read()).as("the next does not overtake").containsExactly("m1", "m2");
    assertThat(done).containsExactly("m1");
    say(cid, "from another");
    say(ann, Delivery.RELIABLE, 0, Set.of("cid"), "only to cid");
    say(ann, Delivery.LOSSY, 0, Set.of(), "lossy");
    assertThat(ann.read()).as("who is not slow is not held up by another's reader").containsExactly("from another");
    assertThat(cid.read()).containsExactly("m1", "m2", "lossy");

    bob.reader().room = 2;
    relay.roomAgain(bob.who(), nowMs);
    assertThat(bob.read()).containsExactly("m1", "m2");
    assertThat(cid.read()).containsExactly("m1", "m2", "lossy", "m3");
    drain(bob);
    assertThat(bob.read()).containsExactly("m1", "m2", "m3", "m4", "from another");
    assertThat(cid.read()).containsExactly("m1", "m2", "lossy", "m3", "m4", "only to cid");
    assertThat(done).containsExactlyInAnyOrder("m1", "m2", "m3", "m4", "from another", "only to cid", "lossy");
    pass(DataRelay.HELD_MAX_MS);
    assertThat(bob.who().left()).isFalse();
  }

  @Test
  void whoReadsNothingIsGivenUpAndTheOthersGoOn() throws Exception {
    User ann = reachable("ann");
    User bob = reachable("bob");
    User cid = reachable("cid");
    bob.reader().room = 0;
    say(ann, "m1");
    pass(1);
    say(ann, "m2");
    pass(DataRelay.HELD_MAX_MS - 2);
    assertThat(bob.who().left()).isFalse();
    assertThat(room.nextDeadlineMs()).isEqualTo(nowMs + 1);
    pass(1);
    assertThat(bob.who().left()).isTrue();
    assertThat(bob.reader().closed).isTrue();
    assertThat(counters.faults(DataFault.READER_STALLED)).isEqualTo(1);
    assertThat(cid.read()).containsExactly("m1", "m2");
    assertThat(done).containsExactly("m1", "m2");
    assertThat(ann.who().left()).isFalse();
  }

  @Test
  void whatAnybodySentBeforeItLeftStillArrives() throws Exception {
    User ann = reachable("ann");
    User bob = reachable("bob");
    bob.reader().room = 0;
    say(ann, "m1");
    say(ann, "m2");
    room.leave(ann.who(), LeaveReason.LEFT, nowMs);
    drain(bob);
    assertThat(bob.read()).containsExactly("m1", "m2");
  }

  @Test
  void whoComesIsToldWhatWasSaidMeanwhile() throws Exception {
    User ann = reachable("ann");
    say(ann, "before");
    pass(10);
    User bob = join("bob", ALL);
    say(ann, "meanwhile");
    say(ann, Delivery.LOSSY, 0, Set.of(), "lossy");
    say(ann, Delivery.RELIABLE, 0, Set.of("cid"), "not his");
    pass(DataHistory.KEPT_MS - 1);
    relay.reach(bob.who(), nowMs);
    relay.reach(bob.who(), nowMs);
    assertThat(bob.read()).containsExactly("meanwhile");
    assertThat(counters.faults(DataFault.OPENED_LATE)).isZero();
  }

  @Test
  void whoseChannelOpensTooLateHasLostWhatIsForgotten() throws Exception {
    User ann = reachable("ann");
    User cid = join("cid", ALL);
    say(ann, "long ago");
    pass(DataHistory.KEPT_MS / 2);
    say(ann, "kept");
    pass(DataHistory.KEPT_MS / 2);
    relay.reach(cid.who(), nowMs);
    assertThat(cid.read()).containsExactly("kept");
    assertThat(counters.faults(DataFault.OPENED_LATE)).isEqualTo(1);
    pass(1);
    User dan = reachable("dan");
    assertThat(dan.read()).as("it was not there yet").isEmpty();
    assertThat(counters.faults(DataFault.OPENED_LATE)).isEqualTo(1);
  }

  @Test
  void whoIsBackIsToldWhatItMissed() throws Exception {
    User ann = reachable("ann");
    User bob = reachable("bob");
    for (int i = 1; i <= 3; i++) {
      say(ann, Delivery.RELIABLE, i, Set.of(), "m" + i);
    }
    bob.read().clear();
    relay.repeat(bob.who(), Map.of(ann.who().sid(), 1L, "PA_gone", 7L), nowMs);
    assertThat(bob.read()).containsExactly("m2", "m3");
    bob.read().clear();
    relay.repeat(bob.who(), Map.of("PA_gone", 0L), nowMs);
    assertThat(bob.read()).as("of senders that it does not name it has all").isEmpty();
  }

  @Test
  void theHistoryIsBounded() throws Exception {
    User ann = reachable("ann");
    User bob = join("bob", ALL);
    String kilobyte = "x".repeat(1_024);
    for (int i = 0; i < 1_000; i++) {
      say(ann, kilobyte);
    }
    relay.reach(bob.who(), nowMs);
    assertThat(bob.read()).hasSize(DataHistory.BYTES_MAX / 1_024);
  }

  @Test
  void theServersOwnMessagesWaitWithinALimit() throws Exception {
    User ann = reachable("ann");
    ann.reader().room = 0;
    byte[] message = new byte[1 << 16];
    int taken = 0;
    while (relay.send(new DataMessage(Delivery.RELIABLE, null, 0, "", Set.of(), Set.of(), message), nowMs)) {
      taken++;
    }
    assertThat(taken).isEqualTo(DataRelay.SERVER_BYTES_MAX / message.length);
    assertThat(counters.faults(DataFault.SERVER_FULL)).isEqualTo(1);
    drain(ann);
    assertThat(ann.read()).hasSize(taken);
    assertThat(relay.send(new DataMessage(Delivery.RELIABLE, null, 0, "", Set.of(), Set.of(), message), nowMs)).isTrue();
  }

  @Test
  void anEndedRoomHoldsNobodyUp() throws Exception {
    User ann = reachable("ann");
    User bob = reachable("bob");
    bob.reader().room = 0;
    say(ann, "m1");
    room.end(LeaveReason.ROOM_DELETED);
    assertThat(room.nextDeadlineMs()).isGreaterThan(nowMs + DataRelay.HELD_MAX_MS);
    pass(2 * DataRelay.HELD_MAX_MS);
    assertThat(counters.faults(DataFault.READER_STALLED)).isZero();
  }
}
