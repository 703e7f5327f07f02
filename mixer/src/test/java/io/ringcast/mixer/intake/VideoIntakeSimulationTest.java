package io.ringcast.mixer.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A VP8 publisher of 30 frames a second, a path that loses, delays, turns over and repeats packets, in virtual time. Whatever happens: what
 * comes out is what was sent, in order, begins at a keyframe and never goes on behind a hole; and it goes on when the path is good again.
 */
class VideoIntakeSimulationTest {
  private static final int FIRST = Integer.getInteger("simulation.first", 1);
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 150);
  private static final long MS = 1_000_000;
  private static final int FRAMES = 240;
  /** From here on the path is good. */
  private static final int GOOD_FROM = 180;
  private static final long ROUND_TRIP_NS = 80 * MS;

  @SuppressWarnings("ArrayRecordComponent")
  private record Flying(long dueNs, byte[] bytes) {}

  private static final class Room {
    private final Random random;
    private final VideoIntake intake = new VideoIntake(Codec.VP8);
    private final PriorityQueue<Flying> path = new PriorityQueue<>(Comparator.comparingLong(Flying::dueNs));
    private final List<byte[]> sent = new ArrayList<>();
    private final List<Boolean> keys = new ArrayList<>();
    private final List<Integer> shown = new ArrayList<>();
    private final double loss;
    private final long jitterNs;
    private int sequence;
    private long keyframeDueNs;
    private int asked;

    Room(int seed) {
      random = new Random(seed);
      loss = random.nextDouble() * 0.08;
      jitterNs = random.nextInt(70) * MS;
      sequence = random.nextInt(0x10000);
    }

    void send(int number, long nowNs) {
      boolean key = keyframeDueNs <= nowNs;
      keyframeDueNs = key ? Long.MAX_VALUE : keyframeDueNs;
      byte[] frame = new byte[20 + random.nextInt(3_000)];
      random.nextBytes(frame);
      byte[] head = {(byte) (key ? 0 : 1), 0, 0, (byte) 0x9D, 0x01, 0x2A, 0x40, 0x01, (byte) 0xB4, 0x00};
      System.arraycopy(head, 0, frame, 0, key ? head.length : 1);
      sent.add(frame);
      keys.add(key);
      for (int at = 0; at < frame.length; at += 500) {
        int end = Math.min(frame.length, at + 500);
        byte[] payload = new byte[1 + end - at];
        payload[0] = (byte) (at == 0 ? 0x10 : 0);
        System.arraycopy(frame, at, payload, 1, end - at);
        fly(RtpBytes.packet(end == frame.length, 96, sequence++ & 0xFFFF, 90_000 + number * 3_000, payload), number, nowNs);
      }
      if (random.nextInt(20) == 0) {
        fly(RtpBytes.packet(false, 96, sequence++ & 0xFFFF, 90_000 + number * 3_000, new byte[0]), number, nowNs);
      }
    }

    private void fly(byte[] packet, int number, long nowNs) {
      boolean good = number >= GOOD_FROM;
      int copies = !good && random.nextInt(50) == 0 ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        if (good || random.nextDouble() >= loss) {
          long jitter = good || random.nextInt(10) != 0 ? 0 : (long) (random.nextDouble() * jitterNs);
          path.add(new Flying(nowNs + 20 * MS + jitter, packet));
        }
      }
    }

    void turn(long nowNs) {
      while (!path.isEmpty() && path.peek().dueNs() <= nowNs) {
        byte[] packet = path.poll().bytes();
        intake.onPacket(packet, 0, packet.length, nowNs);
      }
      for (VideoFrame frame = intake.poll(nowNs); frame != null; frame = intake.poll(nowNs)) {
        accept(frame);
      }
      if (intake.asksKeyframe(nowNs)) {
        asked++;
        keyframeDueNs = Math.min(keyframeDueNs, nowNs + ROUND_TRIP_NS);
      }
    }

    private void accept(VideoFrame frame) {
      int number = (int) ((frame.timestamp() - (1L << 32) - 90_000) / 3_000);
      assertThat(Arrays.equals(frame.data(), sent.get(number))).as("frame %d is what was sent", number).isTrue();
      assertThat(frame.keyframe()).isEqualTo(keys.get(number));
      int last = shown.isEmpty() ? -1 : shown.getLast();
      assertThat(number).isGreaterThan(last);
      assertThat(frame.keyframe() || number == last + 1).as("frame %d after %d", number, last).isTrue();
      shown.add(number);
    }
  }

  @Test
  void whatComesOutIsWhatWasSentAndCanBeDecoded() {
    int given = 0;
    for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
      try {
        Room room = run(seed);
        given += room.shown.size();
        assertThat(room.shown).contains(FRAMES - 1);
        assertThat(room.asked).isLessThan(FRAMES / 14);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertThat(given).as("frames shown of all").isGreaterThan(SEEDS * FRAMES / 3);
  }

  private static Room run(int seed) {
    Room room = new Room(seed);
    int number = 0;
    for (long nowNs = 0; number < FRAMES || !room.path.isEmpty(); nowNs += 5 * MS) {
      if (number < FRAMES && nowNs >= number * 33_333_333L) {
        room.send(number++, nowNs);
      }
      room.turn(nowNs);
    }
    return room;
  }

  @Test
  void aStreamThatChangesItsSourceBeginsAgainAtAKeyframe() {
    Room room = run(3);
    VideoIntake intake = room.intake;
    byte[] packet = RtpBytes.packet(true, 96, 5, 1_000, new byte[] {0x10, 1, 2, 3});
    packet[8] = 99;
    intake.onPacket(packet, 0, packet.length, 0);
    assertThat(intake.poll(Long.MAX_VALUE / 4)).isNull();
    assertThat(intake.losses().of(IntakeLoss.FRAME_UNDECODABLE)).isPositive();
    assertThat(intake.asksKeyframe(Long.MAX_VALUE / 4)).isTrue();
    assertThat(intake.asksKeyframe(Long.MAX_VALUE / 4)).as("and not twice").isFalse();
  }

  @Test
  void aLeapOfNumbersIsBounded() {
    VideoIntake intake = new VideoIntake(Codec.VP8);
    for (int i = 0; i < 5_000; i++) {
      byte[] packet = RtpBytes.packet(false, 96, i * 2 & 0xFFFF, i, new byte[] {0x10, 1, 2});
      intake.onPacket(packet, 0, packet.length, 0);
    }
    assertThat(intake.losses().of(IntakeLoss.QUEUE_FULL)).isPositive();
    assertThat(intake.poll(0)).isNull();
    assertThat(intake.deadlineNs()).isEqualTo(VideoIntake.WAIT_NS);
  }
}
