package io.ringcast.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.DataEvents;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.PeerData;
import io.ringcast.sfu.api.SendOutcome;
import io.ringcast.sfu.sctp.DataChannel;
import io.ringcast.sfu.support.DataShard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A peer's data channels as signaling holds them, down to what the peer hears, on one loop in virtual time. */
class ServerDataTest {
  private static final int KILOBYTE = 1_000;
  /** What a peer sends within 100 ms to ask whether a window is still closed: one chunk for each acknowledgement. */
  private static final int FEW = 5;
  private static final int COST = KILOBYTE + PeerData.MESSAGE_OVERHEAD_BYTES;

  private final DataShard loop = new DataShard();
  private final ServerData data = new ServerData(loop, loop.shard, DataShard.PEER);
  private final List<String> told = new ArrayList<>();
  private final List<byte[]> heard = new ArrayList<>();

  private final class Ear implements DataEvents {
    @Override
    public void onChannelOpen(DataChannelSpec spec) {
      told.add("open " + spec.label());
    }

    @Override
    public void onMessage(String label, byte[] message, boolean binary) {
      heard.add(message);
    }

    @Override
    public void onRefused(String label, byte[] message, SendOutcome why) {
      told.add("refused " + label + " " + why);
    }

    @Override
    public void onRoomAgain() {
      told.add("room");
    }

    @Override
    public void onChannelClosed(String label, DataEnd reason) {
      told.add("closed " + label + " " + reason);
    }

    @Override
    public void onEnded(DataEnd reason) {
      told.add("ended " + reason);
    }
  }

  /** A channel that the server opens. */
  private void open(String label) {
    data.listen(new Ear());
    data.open(DataChannelSpec.reliable(label));
    loop.connect().settle();
    assertThat(told).contains("open " + label);
    told.clear();
  }

  private DataChannel theirChannel() {
    return loop.theirs.channels().getFirst();
  }

  /** The peer sends until next to nothing moves any more; returns how many messages it could hand over to its own side. */
  private int sendUntilStuck(int most) {
    int taken = 0;
    while (taken < most) {
      if (loop.theirs.send(theirChannel(), new byte[KILOBYTE], true, loop.nowNs) == SendOutcome.TAKEN) {
        taken++;
      } else {
        int before = heard.size();
        loop.pass(100);
        if (heard.size() - before < FEW) {
          return taken;
        }
      }
    }
    return taken;
  }

  @Test
  void aChannelThatIsAskedForEarlyOpensWithTheTransport() {
    data.listen(new Ear());
    data.open(DataChannelSpec.reliable("early"));
    loop.settle();
    assertThat(loop.said).isEmpty();
    loop.connect().settle();
    assertThat(told).containsExactly("open early");
    assertThat(loop.said).containsExactly("open early");
  }

  @Test
  void messagesGoBothWays() {
    open("a");
    assertThat(data.send("a", "hi".getBytes(StandardCharsets.UTF_8), true)).isTrue();
    loop.settle();
    loop.theirs.send(theirChannel(), new byte[3], true, loop.nowNs);
    loop.settle();
    assertThat(loop.heard).hasSize(1);
    assertThat(heard).hasSize(1);
    data.close("a");
    loop.pass(50);
    assertThat(told).containsExactly("closed a REQUESTED");
    assertThat(data.send("a", new byte[1], true)).isTrue();
    loop.settle();
    assertThat(told).contains("refused a CHANNEL_CLOSED");
    assertThat(data.bufferedBytes()).isZero();
  }

  @Test
  void whatWaitsIsBoundedWhetherItWaitsForTheLoopOrForThePeer() {
    open("a");
    for (boolean busyLoop : new boolean[] {true, false}) {
      loop.deaf = true;
      int taken = 0;
      while (data.send("a", new byte[KILOBYTE], true)) {
        taken++;
        if (!busyLoop) {
          loop.settle();
        }
      }
      assertThat(taken).isEqualTo(PeerData.BUFFER_BYTES / COST);
      assertThat(data.bufferedBytes()).isEqualTo(taken * COST);
      loop.settle();
      assertThat(data.bufferedBytes()).as("the same on the loop").isEqualTo(taken * COST);
      assertThat(told).as("no room yet").isEmpty();
      loop.deaf = false;
      loop.pass(3_000);
      assertThat(loop.heard).hasSize(taken);
      assertThat(told).as("told once").containsExactly("room");
      assertThat(data.bufferedBytes()).isZero();
      assertThat(loop.link().transport().drops().of(DropReason.MESSAGE_BUFFER_FULL)).isPositive();
      loop.heard.clear();
      told.clear();
    }
  }

  @Test
  void roomThatCameMeanwhileIsToldToo() {
    open("a");
    while (data.send("gone", new byte[KILOBYTE], true)) {
      assertThat(data.bufferedBytes()).isPositive();
    }
    loop.settle();
    assertThat(told).as("messages for no channel were dropped, and nothing else would tell").contains("room");
    assertThat(data.bufferedBytes()).isZero();
  }

  @Test
  void aLoopThatTakesNoCommandsRefuses() {
    open("a");
    loop.full = true;
    assertThat(data.send("a", new byte[1], true)).isFalse();
    loop.full = false;
    assertThat(data.bufferedBytes()).isZero();
    assertThat(data.send("a", new byte[1], true)).isTrue();
  }

  @Test
  void aListenerThatIsNotDoneHoldsThePeerUp() {
    open("a");
    int sent = sendUntilStuck(5_000);
    assertThat(sent).as("what we keep, and what the peer keeps").isLessThan(2_200);
    assertThat(heard.size()).isBetween(900, 1_100);
    int before = heard.size();
    loop.pass(2_000);
    assertThat(heard.size()).as("a chunk now and then, by which the peer asks").isLessThan(before + 20 * FEW);
    before = heard.size();

    heard.forEach(data::done);
    loop.settle();
    loop.pass(10);
    assertThat(heard.size()).as("the opening is told at once").isGreaterThan(before + 100);
    int given = before;
    for (int round = 0; round < 100 && loop.theirs.sendingBytes() > 0; round++) {
      heard.subList(given, heard.size()).forEach(data::done);
      given = heard.size();
      loop.settle();
      loop.pass(100);
    }
    assertThat(heard).hasSize(sent);
  }

  @Test
  void theLongestMessageIsThePeers() {
    open("a");
    data.peerTakes(500);
    data.send("a", new byte[501], true);
    data.send("a", new byte[500], true);
    loop.settle();
    assertThat(told).containsExactly("refused a TOO_LARGE");
    assertThat(loop.heard).hasSize(1);
    assertThat(loop.link().transport().drops().of(DropReason.MESSAGE_TOO_LARGE)).isEqualTo(1);
  }

  @Test
  void whatAnEndedAssociationLeftBehindDoesNotCountAgainstTheNext() {
    open("a");
    for (int i = 0; i < 500; i++) {
      loop.theirs.send(theirChannel(), new byte[KILOBYTE], true, loop.nowNs);
    }
    loop.pass(100);
    assertThat(heard).hasSize(500);
    loop.theirs.abort(loop.nowNs);
    loop.settle();
    assertThat(told).contains("closed a ABORTED_BY_PEER", "ended ABORTED_BY_PEER");
    heard.forEach(data::done);
    data.open(DataChannelSpec.reliable("b"));
    loop.settle();
    assertThat(loop.link().data().keptBytes()).isZero();
  }

  @Test
  void aPeerThatIsGoneIsTalkedToInVain() {
    open("a");
    loop.close();
    loop.settle();
    assertThat(told).contains("ended TRANSPORT_CLOSED");
    data.send("a", new byte[1], true);
    data.done(new byte[1]);
    data.close("a");
    loop.settle();
    assertThat(loop.heard).isEmpty();
  }
}
