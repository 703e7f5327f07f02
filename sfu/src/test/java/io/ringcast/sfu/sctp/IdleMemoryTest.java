package io.ringcast.sfu.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.loop.DropCounters;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What an association keeps while nothing is said on it. */
class IdleMemoryTest {
  private static final int PAIRS = 2_000;
  /** A third more than it takes today. */
  private static final long LIMIT_BYTES = 2_000;

  private final SctpScratch scratch = new SctpScratch();
  private final DropCounters drops = new DropCounters();
  private final SplittableRandom random = new SplittableRandom(3);
  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private final List<Quiet> sides = new ArrayList<>();
  private long nowNs;

  @Test
  void anIdleAssociationWithTwoChannelsIsSmall() {
    talk(100);
    long before = usedBytes();
    talk(PAIRS);
    long bytes = (usedBytes() - before) / (2 * PAIRS);
    System.out.printf(Locale.ROOT, "an idle association with two channels: %d bytes%n", bytes);
    assertThat(sides).hasSize(2 * (PAIRS + 100)).allMatch(side -> side.channels.channels().size() == 2);
    assertThat(bytes).isBetween(200L, LIMIT_BYTES);
  }

  /** Sets pairs up, says a word in both directions and lets them fall silent. */
  private void talk(int pairs) {
    for (int i = 0; i < pairs; i++) {
      Quiet a = new Quiet(true);
      Quiet b = new Quiet(false);
      a.other = b;
      b.other = a;
      DataChannel reliable = a.channels.open(DataChannelSpec.reliable("_reliable"), nowNs);
      DataChannel lossy = a.channels.open(DataChannelSpec.lossy("_lossy"), nowNs);
      settle(a, b);
      a.channels.send(reliable, new byte[5_000], true, nowNs);
      b.channels.send(b.channels.channels().get(1), new byte[100], true, nowNs);
      a.channels.send(lossy, new byte[100], true, nowNs);
      settle(a, b);
      assertThat(a.channels.heldBytes() + b.channels.heldBytes()).isZero();
      sides.add(a);
      sides.add(b);
    }
  }

  private void settle(Quiet a, Quiet b) {
    for (int i = 0; i < 5; i++) {
      while (!underWay.isEmpty()) {
        underWay.removeFirst().run();
      }
      nowNs += Receiving.ACK_DELAY_NS;
      a.channels.onDeadline(nowNs);
      b.channels.onDeadline(nowNs);
    }
  }

  private static long usedBytes() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  private final class Quiet implements DataListener {
    private final DataChannels channels;
    private Quiet other;

    Quiet(boolean client) {
      channels = new DataChannels(SctpSettings.USUAL, scratch, random, drops, this::carry, new DataChannels.Side(client, 65_536), this);
    }

    private void carry(byte[] bytes, int offset, int length, long sentNs) {
      byte[] packet = Arrays.copyOfRange(bytes, offset, offset + length);
      underWay.add(() -> other.channels.receive(packet, 0, packet.length, nowNs));
    }

    @Override
    public void onChannelOpen(DataChannel channel, long atNs) {}

    @Override
    public void onMessage(DataChannel channel, byte[] message, boolean binary, long atNs) {}

    @Override
    public void onRoomAgain(long atNs) {}

    @Override
    public void onChannelClosed(DataChannel channel, DataEnd reason, long atNs) {}

    @Override
    public void onEnded(DataEnd reason, long atNs) {}
  }
}
