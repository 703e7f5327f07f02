package io.ringcast.sfu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private final PacketPool pool = new PacketPool(10_000);
  private final FanOut fanOut = new FanOut(LoopLoad.BUSY_PACKETS);
  private final Replica replica = new Replica(
      new PublicationRef(1, video(), 0), new LayerSet(1, true), new Nobody(), fanOut, new DropCounters());
  private final Receiver receiver = new Receiver();

  private static PublicationSpec video() {
    CodecParameters vp8 = new CodecParameters(Codec.VP8, 96, CodecParameters.NO_RTX, "", true, true, false);
    return new PublicationSpec(new PublicationId("a_main_1"), "a_main", "0", vp8, ExtensionIds.NONE,
        List.of(new StreamSource("", 7, StreamSource.UNKNOWN)));
  }

  private Packet numbered(long sequence) {
    Packet packet = Objects.requireNonNull(pool.take());
    packet.extendedSequence(sequence);
    packet.length(1);
    return packet;
  }

  private Packet ofFrame(long sequence, boolean last) {
    Packet packet = numbered(sequence);
    new RtpHeaderWriter().begin(packet.bytes(), 0, last, 96, (int) sequence, 0, 7);
    packet.length(RtpView.FIXED_HEADER_SIZE + 1);
    assertThat(packet.wrapRtp()).isTrue();
    return packet;
  }

  private void run(long... sequences) {
    Run run = new Run(0);
    Arrays.stream(sequences).mapToObj(this::numbered).forEach(run::add);
    replica.onRun(run, 0);
  }

  private void endOfTurn(int budget) {
    fanOut.work(0, budget);
    fanOut.releaseRetired();
  }

  @Test
  void servesEverybodyInSlices() {
    Receiver second = new Receiver();
    replica.attach(receiver, 0);
    replica.attach(second, 0);
    run(1, 2, 3);
    endOfTurn(3);
    assertThat(receiver.heard).containsExactly(1L, 2L, 3L);
    assertThat(second.heard).isEmpty();
    endOfTurn(3);
    assertThat(second.heard).containsExactly(1L, 2L, 3L);
    assertThat(fanOut.isEmpty()).isTrue();
  }

  @Test
  void aWaitingPacketIsNotReusedWhenItsStoreGivesItUp() {
    replica.attach(receiver, 0);
    run(1);
    run(1 + Replica.VIDEO_PACKETS);
    numbered(777);
    endOfTurn(Integer.MAX_VALUE);
    assertThat(receiver.heard).containsExactly(1L, 1L + Replica.VIDEO_PACKETS);
  }

  @Test
  void norWithinOneRun() {
    replica.attach(receiver, 0);
    run(1, 1 + Replica.VIDEO_PACKETS);
    numbered(777);
    endOfTurn(Integer.MAX_VALUE);
    assertThat(receiver.heard).containsExactly(1L, 1L + Replica.VIDEO_PACKETS);
  }

  @Test
  void whatIsTooManyIsServedAtOnce() {
    replica.attach(receiver, 0);
    for (int i = 0; i < FanOut.WAITING_PACKETS + 10; i++) {
      run(i);
    }
    assertThat(receiver.heard).hasSizeGreaterThanOrEqualTo(FanOut.WAITING_PACKETS);
  }

  @Test
  void everyPacketComesBack() {
    replica.attach(receiver, 0);
    for (int i = 0; i < 3 * Replica.VIDEO_PACKETS; i++) {
      run(i, i - 2L * Replica.VIDEO_PACKETS);
      endOfTurn(Integer.MAX_VALUE);
    }
    assertThat(pool.inUse()).isEqualTo(Replica.VIDEO_PACKETS);
    replica.end(0);
    endOfTurn(1);
    assertThat(pool.inUse()).isZero();
    assertThat(receiver.ended).isTrue();
  }

  @Test
  void aReceiverThatLeftIsNotServedAnyMore() {
    replica.attach(receiver, 0);
    run(1);
    endOfTurn(10);
    replica.detach(receiver, 0);
    run(2);
    endOfTurn(10);
    assertThat(receiver.heard).containsExactly(1L);
    assertThat(replica.hasSinks()).isFalse();
  }

  /** A loop that is always busy. */
  private final class Busy {
    private final FanOut fanOut = new FanOut(0);
    private final Replica replica = new Replica(
        new PublicationRef(1, video(), 0), new LayerSet(1, true), new Nobody(), fanOut, new DropCounters());

    Busy() {
      replica.attach(receiver, 0);
    }

    void arrives(long nowNs, long sequence, boolean last) {
      Run run = new Run(0);
      run.add(ofFrame(sequence, last));
      replica.onRun(run, nowNs);
      turn(nowNs);
    }

    void turn(long nowNs) {
      fanOut.takeHeld(nowNs);
      fanOut.work(nowNs, FanOut.SLICE_PACKETS);
      fanOut.releaseRetired();
    }
  }

  @Test
  void aBusyLoopHoldsAFrameUntilItsLastPacket() {
    Busy busy = new Busy();
    busy.arrives(0, 1, false);
    busy.arrives(500_000, 2, false);
    assertThat(receiver.heard).isEmpty();
    busy.arrives(1_000_000, 3, true);
    assertThat(receiver.heard).containsExactly(1L, 2L, 3L);
    assertThat(receiver.runs).isOne();
    busy.arrives(1_100_000, 4, true);
    assertThat(receiver.heard).endsWith(4L);
    assertThat(busy.fanOut.holds()).isOne();
  }

  @Test
  void butNoLongerThanItMay() {
    Busy busy = new Busy();
    busy.arrives(1_000, 1, false);
    assertThat(busy.fanOut.heldUntilNs()).isEqualTo(1_000 + FanOut.HOLD_NS);
    busy.arrives(1_000_000, 2, false);
    busy.turn(999 + FanOut.HOLD_NS);
    assertThat(receiver.heard).isEmpty();
    busy.turn(1_000 + FanOut.HOLD_NS);
    assertThat(receiver.heard).containsExactly(1L, 2L);
    assertThat(busy.fanOut.heldUntilNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void norMoreThanItMay() {
    Busy busy = new Busy();
    for (int i = 0; i < FanOut.HELD_PACKETS; i++) {
      busy.arrives(0, i, false);
    }
    assertThat(receiver.heard).hasSize(FanOut.HELD_PACKETS);
  }

  @Test
  void whatIsHeldIsNotReusedAndIsSentBeforeTheEnd() {
    Busy busy = new Busy();
    busy.arrives(0, 1, false);
    busy.arrives(0, 1 + Replica.VIDEO_PACKETS, false);
    numbered(777);
    busy.replica.end(1);
    assertThat(receiver.heard).containsExactly(1L, 1L + Replica.VIDEO_PACKETS);
    assertThat(receiver.ended).isTrue();
    assertThat(pool.inUse()).as("the one taken here").isOne();
  }

  @Test
  void anIdleLoopHoldsNothing() {
    LoopLoad load = new LoopLoad(100);
    load.forwarded(99, 0);
    assertThat(load.isBusy(99_999_999)).isFalse();
    load.forwarded(100, 150_000_000);
    assertThat(load.isBusy(150_000_000)).isTrue();
    assertThat(load.isBusy(260_000_000)).as("in the window behind a busy one").isTrue();
    assertThat(load.isBusy(370_000_000)).as("when that brought nothing").isFalse();
  }

  private static final class Receiver implements RunSink {
    private int runs;
    private final List<Long> heard = new ArrayList<>();
    private boolean ended;

    @Override
    public void onRun(Run run, long nowNs) {
      runs++;
      for (int i = 0; i < run.size(); i++) {
        heard.add(run.packet(i).extendedSequence());
      }
    }

    @Override
    public void onLayerState(int layer, long nowNs) {}

    @Override
    public int demandedLayers() {
      return 1;
    }

    @Override
    public void onEnd(long nowNs) {
      ended = true;
    }
  }

  private static final class Nobody implements Replica.Upstream {
    @Override
    public void requestKeyframe(int layer, long nowNs) {}

    @Override
    public void demand(int layers, long nowNs) {}
  }
}
