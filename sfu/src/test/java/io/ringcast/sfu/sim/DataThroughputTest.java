package io.ringcast.sfu.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.SendOutcome;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.sctp.DataChannel;
import io.ringcast.sfu.sctp.DataChannels;
import io.ringcast.sfu.sctp.DataListener;
import io.ringcast.sfu.sctp.SctpScratch;
import io.ringcast.sfu.sctp.SctpSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How fast a file crosses a link, in virtual time. */
class DataThroughputTest {
  private static final long MS = 1_000_000;
  private static final int CHUNK_BYTES = 15_000;
  private static final long LIMIT_NS = 120_000 * MS;

  /**
   * The window of 1 MiB passes at most 419 Mbit/s at 20 ms; a link takes at best its rate, and under loss what the congestion window
   * leaves: Mathis' formula allows 1.22 * 1,160 bytes / (20 ms * sqrt(loss)), here 5.7 Mbit/s for 1 %.
   */
  @ParameterizedTest
  @CsvSource({"0, 0, 100", "0, 100, 60", "0, 10, 8", "0.01, 0, 2.5", "0.10, 0, 0.3"})
  void tenMegabytesCrossWith(double loss, int linkMbps, double atLeastMbps) {
    int megabytes = loss > 0.05 ? 1 : 10;
    long tookNs = new Transfer(new LinkQuality(loss, 0, 0, 0, 10 * MS, 0, linkMbps * 1_000_000L)).run(megabytes * 1_000_000);
    double mbps = megabytes * 8e9 / tookNs;
    System.out.printf(Locale.ROOT, "data throughput: loss %.2f, link %d Mbit/s, RTT 20 ms: %.1f Mbit/s%n", loss, linkMbps, mbps);
    assertThat(mbps).isGreaterThan(atLeastMbps);
  }

  @Test
  void aShortMessageCrossesInOneWayTime() {
    Transfer transfer = new Transfer(new LinkQuality(0, 0, 0, 0, 10 * MS, 0, 0));
    assertThat(transfer.run(1_000)).isEqualTo(10 * MS);
  }

  /** One side sends as fast as its buffer takes, the other counts. */
  private static final class Transfer {
    private final VirtualTime time = new VirtualTime();
    private final Side[] sides = new Side[2];

    Transfer(LinkQuality quality) {
      SplittableRandom random = new SplittableRandom(7);
      for (int i = 0; i < 2; i++) {
        sides[i] = new Side(i, random.split(), new Link(time, random.split(), quality));
      }
    }

    /** The time from the first message's taking to the last one's arrival. */
    long run(int bytes) {
      sides[0].channel = sides[0].channels.open(DataChannelSpec.reliable("file"), 0);
      sides[0].plan();
      time.runUntil(1_000 * MS);
      long startNs = time.nowNs();
      sides[0].left = bytes;
      sides[0].sendMore(startNs);
      while (sides[1].received < bytes && time.nowNs() - startNs < LIMIT_NS) {
        time.runUntil(time.nowNs() + MS);
      }
      assertThat(sides[1].received).as("bytes that arrived").isEqualTo(bytes);
      return sides[1].lastNs - startNs;
    }

    private final class Side implements DataListener {
      private final Link link;
      private final int index;
      private final DataChannels channels;
      private DataChannel channel;
      private int left;
      private int received;
      private long lastNs;

      Side(int index, SplittableRandom random, Link link) {
        this.index = index;
        this.link = link;
        channels = new DataChannels(SctpSettings.USUAL, new SctpScratch(), random, new DropCounters(), this::onPacket,
          new DataChannels.Side(index == 0, SctpSettings.USUAL.maxMessageBytes()), this);
      }

      private void onPacket(byte[] bytes, int offset, int length, long nowNs) {
        Side other = sides[1 - index];
        link.carry(Arrays.copyOfRange(bytes, offset, offset + length), packet -> {
          other.channels.receive(packet, 0, packet.length, time.nowNs());
          other.plan();
        });
      }

      private void plan() {
        long dueNs = channels.nextDeadlineNs();
        if (dueNs != Long.MAX_VALUE) {
          time.at(dueNs, () -> {
            if (channels.nextDeadlineNs() <= time.nowNs()) {
              channels.onDeadline(time.nowNs());
              plan();
            }
          });
        }
      }

      private void sendMore(long nowNs) {
        while (left > 0) {
          byte[] message = new byte[Math.min(left, CHUNK_BYTES)];
          if (channels.send(channel, message, true, nowNs) != SendOutcome.TAKEN) {
            break;
          }
          left -= message.length;
        }
        plan();
      }

      @Override
      public void onChannelOpen(DataChannel opened, long nowNs) {}

      @Override
      public void onMessage(DataChannel from, byte[] message, boolean binary, long nowNs) {
        received += message.length;
        lastNs = nowNs;
      }

      @Override
      public void onRoomAgain(long nowNs) {
        sendMore(nowNs);
      }

      @Override
      public void onChannelClosed(DataChannel closed, DataEnd reason, long nowNs) {}

      @Override
      public void onEnded(DataEnd reason, long nowNs) {
        throw new Broken("the association ended: %s", reason);
      }
    }
  }
}
