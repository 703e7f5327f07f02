package io.ringcast.sfu.sim;

import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * A subscriber's end of one subscription: asks for what is missing, and a reference decoder that takes frames in the order of their
 * numbers and only those whose every packet and every predecessor it has.
 */
final class SimulatedReceiver {
  /** A receiver waits this long for reordered packets before it asks. */
  private static final long NACK_AFTER_NS = 20_000_000;
  private static final long NACK_AGAIN_NS = 60_000_000;
  private static final int NACK_TRIES = 10;
  private static final long PICTURE_WAIT_NS = 400_000_000;
  private static final int REORDERED_START = 64;

  private final Subscribing subscribing;
  private final EmittedStream emitted;
  private final Set<SentFrame> decoded = new HashSet<>();
  private final Map<SentFrame, BitSet> assembled = new HashMap<>();
  private final List<SentFrame> whole = new ArrayList<>();
  private SentPacket[] received = new SentPacket[256];
  private long[] askNs = new long[256];
  private byte[] tries = new byte[256];
  private int highest = -1;
  private int lowest;
  private int next;
  /** Where the frame being put together goes on; -1 when its beginning is missing. */
  private int expected = -1;
  /** Nothing can be decoded before a keyframe: at the start, and after something was given up. */
  private boolean broken = true;
  /** A number of the last keyframe of a layered stream: nothing is needed of what was before it. */
  private int keyframeAt = -1;
  private SentFrame lastDecoded;
  /** Waits for its picture; lower layers that can still be decoded are not what it waits for. */
  private boolean waited;
  private long waitingNs;

  SimulatedReceiver(Subscribing subscribing, EmittedStream emitted) {
    this.subscribing = subscribing;
    this.emitted = emitted;
  }

  /** A packet came through the network; its content was checked when it left. */
  void onRtp(RtpView view, long nowNs) {
    boolean repair = view.ssrc() != subscribing.ssrc();
    int at = emitted.indexOf(repair ? RtxPacket.originalSequence(view) : view.sequence());
    SentPacket packet = emitted.at(at).packet();
    if (!subscribing.isVideo() && !packet.isNothing()) {
      decoded.add(packet.frame());
      lastDecoded = packet.frame();
    }
    reserve(at + 1);
    notice(at, nowNs);
    if (received[at] != null) {
      return;
    }
    received[at] = packet;
    if (subscribing.from().isLayered()) {
      assemble(packet, at);
    } else if (subscribing.isVideo()) {
      if (next < at && !packet.isNothing() && packet.frame().isKeyframe()) {
        jumpTo(at - packet.index(), packet.frame());
      }
      advance(nowNs);
    }
  }

  /** Frames of layers say what they need, so that a decoder waits for no number: each is decoded when it and its needs are there. */
  private void assemble(SentPacket packet, int at) {
    if (packet.isNothing()) {
      return;
    }
    BitSet parts = assembled.computeIfAbsent(packet.frame(), frame -> new BitSet());
    parts.set(packet.index());
    if (parts.cardinality() == packet.frame().packets()) {
      whole.add(packet.frame());
      keyframeAt = packet.frame().isKeyframe() ? Math.max(keyframeAt, at) : keyframeAt;
      boolean more = true;
      while (more) {
        more = whole.removeIf(this::decodeWhole);
      }
    }
  }

  private boolean decodeWhole(SentFrame frame) {
    boolean ready = decoded.containsAll(frame.needs());
    if (ready) {
      decode(frame);
    }
    return ready;
  }

  private void notice(int at, long nowNs) {
    if (highest < 0) {
      lowest = at;
      next = at;
      highest = at;
    } else if (at < next && decoded.isEmpty() && next - at < REORDERED_START) {
      if (at < lowest) {
        Arrays.fill(askNs, at, lowest, nowNs + NACK_AFTER_NS);
        lowest = at;
      }
      next = lowest;
      expected = -1;
    } else if (at > highest) {
      Arrays.fill(askNs, highest + 1, at, nowNs + NACK_AFTER_NS);
      highest = at;
    }
  }

  /** A whole keyframe makes everything before it dispensable. */
  private void jumpTo(int start, SentFrame keyframe) {
    if (start < next || start + keyframe.packets() - 1 > highest) {
      return;
    }
    for (int i = 0; i < keyframe.packets(); i++) {
      SentPacket packet = received[start + i];
      if (packet == null || packet.isNothing() || !packet.frame().equals(keyframe)) {
        return;
      }
    }
    next = start;
    expected = -1;
  }

  private void advance(long nowNs) {
    while (next <= highest) {
      SentPacket packet = received[next];
      if (packet == null) {
        if (!isGivenUp(next, nowNs)) {
          return;
        }
        broken |= next > keyframeAt;
        expected = -1;
      } else if (!subscribing.from().isLayered()) {
        take(packet);
      }
      next++;
    }
  }

  private void take(SentPacket packet) {
    if (packet.isNothing()) {
      return;
    }
    if (packet.index() == 0) {
      expected = 0;
    }
    expected = packet.index() == expected ? expected + 1 : -1;
    if (expected == packet.frame().packets()) {
      decode(packet.frame());
      expected = -1;
    }
  }

  private void decode(SentFrame frame) {
    if (frame.isKeyframe()) {
      broken = false;
    } else if (!decoded.containsAll(frame.needs())) {
      if (!broken) {
        throw new Broken("%s: %s cannot be decoded though nothing was lost", subscribing, frame);
      }
      return;
    }
    decoded.add(frame);
    lastDecoded = frame;
    waited &= broken && subscribing.from().isLayered();
  }

  private boolean isGivenUp(int at, long nowNs) {
    return askNs[at] <= nowNs && tries[at] >= (subscribing.codec().nack() ? NACK_TRIES : 0);
  }

  /** Names what is to be asked for now, up to {@code limit} numbers. */
  void visitDue(long nowNs, int limit, IntConsumer numbers) {
    if (highest < 0) {
      return;
    }
    int left = limit;
    if (subscribing.isVideo()) {
      advance(nowNs);
    }
    for (int at = subscribing.isVideo() ? next : Math.max(0, highest - REORDERED_START); at <= highest && left > 0; at++) {
      if (received[at] == null && askNs[at] <= nowNs && tries[at] < NACK_TRIES && subscribing.codec().nack()) {
        tries[at]++;
        askNs[at] = nowNs + NACK_AGAIN_NS;
        numbers.accept(at);
        left--;
      }
    }
  }

  /** Whether it is time to ask for a keyframe. */
  boolean needsPicture(long nowNs) {
    if (!subscribing.isVideo() || highest < 0 || !broken) {
      return false;
    }
    if (!waited) {
      waited = true;
      waitingNs = nowNs;
    }
    if (nowNs - waitingNs < PICTURE_WAIT_NS) {
      return false;
    }
    waitingNs = nowNs;
    return true;
  }

  boolean isDecoded(SentFrame frame) {
    return decoded.contains(frame);
  }

  int decoded() {
    return decoded.size();
  }

  /** Null before the first. */
  SentFrame lastDecoded() {
    return lastDecoded;
  }

  boolean isReceived(int at) {
    return at < received.length && received[at] != null;
  }

  private void reserve(int size) {
    if (size > received.length) {
      int capacity = Math.max(size, 2 * received.length);
      received = Arrays.copyOf(received, capacity);
      askNs = Arrays.copyOf(askNs, capacity);
      tries = Arrays.copyOf(tries, capacity);
    }
  }
}
