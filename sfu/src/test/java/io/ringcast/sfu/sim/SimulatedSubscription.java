package io.ringcast.sfu.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import io.ringcast.sfu.wire.SequenceUnwrapper;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import io.ringcast.sfu.wire.payload.Vp8Format;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One publication as a subscriber receives it, with everything that must hold of it checked as it comes. */
final class SimulatedSubscription {
  /** A receiver waits this long for reordered packets before it asks. */
  private static final long NACK_AFTER_NS = 20_000_000;
  private static final long NACK_AGAIN_NS = 60_000_000;
  private static final int NACK_TRIES = 12;
  private static final long TAKE_OVER_NS = 1_000_000_000L;

  private final String name;
  private final MediaKind kind;
  private final int ssrc;
  private final int rtxSsrc;
  private final TreeMap<Long, Received> received = new TreeMap<>();
  private final TreeMap<Long, Missing> missing = new TreeMap<>();
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final SequenceUnwrapper emittedUnwrapper = new SequenceUnwrapper();
  private final TreeMap<Long, Emitted> emitted = new TreeMap<>();
  private final Set<Long> retransmitted = new HashSet<>();
  private final RtpView view = new RtpView();
  private final PayloadInfo info = new PayloadInfo();
  private final Vp8Format vp8 = new Vp8Format();
  private long retransmissions;
  private long firstMediaNs = -1;

  private record Received(int timestamp, int pictureId, boolean keyframe, boolean marker, int width) {}

  private record Emitted(long atNs, boolean keyframe) {}

  private static final class Missing {
    long askNs;
    int tries;
  }

  SimulatedSubscription(String name, MediaKind kind, int ssrc, int rtxSsrc) {
    this.name = name;
    this.kind = kind;
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
  }

  int ssrc() {
    return ssrc;
  }

  boolean owns(int ssrc) {
    return ssrc == this.ssrc || ssrc == rtxSsrc;
  }

  /** What the SFU handed to the network: the primary stream's numbers are never used twice. */
  void onEmitted(RtpView packet, long nowNs) {
    if (packet.ssrc() == ssrc) {
      long sequence = emittedUnwrapper.unwrap(packet.sequence());
      boolean keyframe = kind == MediaKind.VIDEO
          && vp8.parse(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), info) && info.keyframe;
      Emitted before = emitted.put(sequence, new Emitted(nowNs, keyframe));
      assertThat(before).as("%s: sequence %d left twice", name, sequence).isNull();
    } else {
      retransmitted.add(emittedUnwrapper.unwrap(RtxPacket.originalSequence(packet)));
    }
  }

  /**
   * Sequence numbers the SFU left out for good between the first and the last it sent, neither sent when their turn came nor when asked
   * for. What is still missing when a keyframe takes over is not needed any more.
   */
  List<Long> holesInEmitted() {
    List<Long> holes = new ArrayList<>();
    for (long sequence = emitted.firstKey(); sequence <= emitted.lastKey(); sequence++) {
      if (!emitted.containsKey(sequence) && !retransmitted.contains(sequence) && !takenOverByKeyframe(sequence)) {
        holes.add(sequence);
      }
    }
    return holes;
  }

  private boolean takenOverByKeyframe(long hole) {
    long openedNs = emitted.higherEntry(hole).getValue().atNs();
    return emitted.tailMap(hole).values().stream()
        .anyMatch(packet -> packet.keyframe() && packet.atNs() <= openedNs + TAKE_OVER_NS);
  }

  void onRtp(byte[] datagram, long nowNs) {
    assertThat(view.wrap(datagram, 0, datagram.length)).isTrue();
    if (view.ssrc() == rtxSsrc) {
      retransmissions++;
      assertThat(RtxPacket.unwrap(view, ssrc, 96)).as("%s: RTX carries a packet", name).isTrue();
    }
    if (firstMediaNs < 0) {
      firstMediaNs = nowNs;
    }
    long highest = received.isEmpty() ? Long.MIN_VALUE : received.lastKey();
    long sequence = unwrapper.unwrap(view.sequence());
    for (long gap = highest + 1; highest != Long.MIN_VALUE && gap < sequence; gap++) {
      missing.computeIfAbsent(gap, absent -> new Missing()).askNs = nowNs + NACK_AFTER_NS;
    }
    missing.remove(sequence);
    remember(sequence);
  }

  private void remember(long sequence) {
    int pictureId = -1;
    boolean keyframe = false;
    if (kind == MediaKind.VIDEO) {
      assertThat(vp8.parse(view.bytes(), view.payloadOffset(), view.payloadLength(), info)).as("%s: VP8 payload", name).isTrue();
      pictureId = info.pictureId;
      keyframe = info.keyframe;
    }
    Received now = new Received(view.timestamp(), pictureId, keyframe, view.marker(), info.width);
    Received before = received.putIfAbsent(sequence, now);
    if (before != null) {
      assertThat(before).as("%s: sequence %d means the same packet each time", name, sequence).isEqualTo(now);
    }
    checkNeighbours(sequence, now);
  }

  /** Time and pictures go on from packet to packet, without a step back or a hole where no packet is missing. */
  private void checkNeighbours(long sequence, Received now) {
    Map.Entry<Long, Received> lower = received.lowerEntry(sequence);
    if (lower != null) {
      checkPair(lower.getKey(), lower.getValue(), sequence, now);
    }
    Map.Entry<Long, Received> higher = received.higherEntry(sequence);
    if (higher != null) {
      checkPair(sequence, now, higher.getKey(), higher.getValue());
    }
  }

  private void checkPair(long lowSequence, Received low, long highSequence, Received high) {
    assertThat(high.timestamp() - low.timestamp())
        .as("%s: timestamp from sequence %d to %d", name, lowSequence, highSequence)
        .isGreaterThanOrEqualTo(0);
    if (kind == MediaKind.VIDEO && highSequence == lowSequence + 1) {
      int pictures = (high.pictureId() - low.pictureId()) & 0x7FFF;
      assertThat(pictures)
          .as("%s: picture id from sequence %d (%d) to %d (%d)",
              name, lowSequence, low.pictureId(), highSequence, high.pictureId())
          .isLessThanOrEqualTo(1);
      if (pictures == 1 && !high.keyframe()) {
        assertThat(low.marker()).as("%s: the packet before a new picture, %d, ends one", name, lowSequence).isTrue();
      }
    }
  }

  /** The sequences to ask for now. */
  List<Integer> nacks(long nowNs) {
    List<Integer> due = new ArrayList<>();
    if (kind == MediaKind.AUDIO) {
      return due;
    }
    missing.forEach((sequence, state) -> {
      if (state.askNs <= nowNs && state.tries < NACK_TRIES) {
        state.tries++;
        state.askNs = nowNs + NACK_AGAIN_NS;
        due.add((int) (sequence & 0xFFFF));
      }
    });
    return due;
  }

  /** Packets that the SFU sent and that were given up all the same. */
  long lost() {
    return missing.entrySet().stream()
        .filter(entry -> entry.getValue().tries >= NACK_TRIES && emitted.containsKey(entry.getKey()))
        .count();
  }

  int count() {
    return received.size();
  }

  boolean startsWithKeyframe() {
    return emitted.firstEntry().getValue().keyframe();
  }

  /** The frame width of the last keyframe. */
  int width() {
    return received.descendingMap().values().stream().filter(Received::keyframe).mapToInt(Received::width).findFirst().orElse(0);
  }

  long retransmissions() {
    return retransmissions;
  }

  long firstMediaNs() {
    return firstMediaNs;
  }
}
