package io.ringcast.sfu.sim;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import io.ringcast.sfu.wire.SequenceUnwrapper;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One subscription as it leaves the SFU, before any network: every packet is compared with what its publisher sent and with its
 * neighbours. Numbers count from the first one given out.
 */
final class EmittedStream {
  /** How far neighbours are looked for across numbers that were not sent. */
  private static final int NEIGHBOURS = 600;
  /** A picture or two, which a good path does not disorder by more. */
  private static final int SWITCH_NUMBERS = 40;
  /** The time line may run ahead of real time by what a wrong alignment by sender reports may cost, and the paths' delays. */
  private static final long AHEAD_S = 7;
  /** Other loops have what crossed before. */
  private static final long MUTED_NS = 100_000_000;
  private static final long NS_PER_S = 1_000_000_000L;

  private final Subscribing subscribing;
  private final Ledger ledger;
  private final PayloadFormat parser;
  private final PayloadInfo info = new PayloadInfo();
  private final SequenceUnwrapper media = new SequenceUnwrapper();
  private final SequenceUnwrapper rtx = new SequenceUnwrapper();
  private final BitSet rtxUsed = new BitSet();
  private final BitSet asked = new BitSet();
  private final List<Slot> slots = new ArrayList<>();
  private final Set<SentFrame> begun = new HashSet<>();
  private long first = -1;
  private long firstRtx;
  private long startedNs;
  private int startTimestamp;
  private int holes;
  private Slot newest;
  private long packets;
  private long retransmissions;

  /** What is known of one number. */
  static final class Slot {
    private final SentPacket packet;
    private final int timestamp;
    private final int hash;
    private final int pictureId;
    private final int tl0;
    private final int pictureIdBits;
    private final boolean marker;
    private final long atNs;
    private boolean primary;
    private int datagramHash;

    Slot(SentPacket packet, RtpView view, int hash, PayloadInfo info, long atNs) {
      this.packet = packet;
      this.timestamp = view.timestamp();
      this.hash = hash;
      this.pictureId = info.pictureId;
      this.tl0 = info.tl0PicIdx;
      this.pictureIdBits = info.pictureIdBits;
      this.marker = view.marker();
      this.atNs = atNs;
    }

    SentPacket packet() {
      return packet;
    }

    int timestamp() {
      return timestamp;
    }

    long atNs() {
      return atNs;
    }
  }

  EmittedStream(Subscribing subscribing, Ledger ledger) {
    this.subscribing = subscribing;
    this.ledger = ledger;
    parser = subscribing.format().parser();
  }

  /** A packet under the media's own SSRC. */
  void onMedia(RtpView view, long nowNs) {
    packets++;
    long number = media.unwrap(view.sequence());
    if (first < 0) {
      first = number;
      startedNs = nowNs;
      startTimestamp = view.timestamp();
    }
    int at = (int) (number - first);
    check(at >= 0, "number %d comes before the first", at);
    check(view.payloadType() == subscribing.codec().payloadType(), "payload type %d", view.payloadType());
    Slot now = slot(view, view.payloadOffset(), view.payloadLength(), nowNs);
    now.datagramHash = hash(view.bytes(), view.offset(), view.length());
    now.primary = true;
    Slot before = at(at);
    if (before == null) {
      check(!subscribing.isPaused(), "number %d while paused", at);
      check(nowNs - subscribing.from().mutedSinceNs() < MUTED_NS, "number %d of a muted publication", at);
      place(at, now);
    } else if (before.primary) {
      check(!subscribing.hasRtx() && before.datagramHash == now.datagramHash, "index %d of SSRC %08x is protected twice",
          number, view.ssrc());
      check(asked.get(at), "number %d is repeated though nobody asked", at);
      packets--;
      retransmissions++;
    } else {
      checkSame(at, before, now);
      before.primary = true;
      before.datagramHash = now.datagramHash;
    }
  }

  /** A retransmission. */
  void onRtx(RtpView view, long nowNs) {
    retransmissions++;
    check(first >= 0, "retransmission before any media");
    check(view.payloadType() == subscribing.codec().rtxPayloadType(), "payload type %d", view.payloadType());
    long number = rtx.unwrap(view.sequence());
    if (rtxUsed.isEmpty()) {
      firstRtx = number;
    }
    int index = (int) (number - firstRtx);
    check(index >= 0 && !rtxUsed.get(index), "index %d of RTX SSRC %08x is protected twice", number, view.ssrc());
    rtxUsed.set(index);
    if (view.payloadLength() == 0) {
      check(view.paddingLength() > 0 && packets > 0, "an empty packet before any media");
      return;
    }
    int at = indexOf(RtxPacket.originalSequence(view));
    check(at >= 0 && asked.get(at), "number %d is repeated though nobody asked", at);
    if (view.payloadLength() == RtxPacket.OSN_SIZE) {
      placeNothing(at, view, nowNs);
      return;
    }
    Slot now = slot(view, view.payloadOffset() + RtxPacket.OSN_SIZE, view.payloadLength() - RtxPacket.OSN_SIZE, nowNs);
    Slot before = at(at);
    if (before == null) {
      place(at, now);
    } else {
      checkSame(at, before, now);
    }
  }

  /** The number was kept free for something that needs none: its neighbours are each other's now. */
  private void placeNothing(int at, RtpView view, long nowNs) {
    Slot before = at(at);
    if (before != null) {
      check(before.packet.isNothing(), "number %d means %s and nothing", at, before.packet);
      return;
    }
    check(at < slots.size(), "number %d is empty before anything came behind it", at);
    info.clear();
    slots.set(at, new Slot(SentPacket.NOTHING, view, 0, info, nowNs));
    holes--;
    int lower = known(at, -1);
    int higher = known(at, 1);
    if (lower >= 0 && higher >= 0) {
      checkPair(lower, higher);
    }
  }

  private Slot slot(RtpView view, int payloadOffset, int payloadLength, long nowNs) {
    SentPacket packet = ledger.find(view.bytes(), payloadOffset, payloadLength);
    check(packet.frame().stream().publication() == subscribing.publication().key(), "%s of another publication", packet);
    boolean mayEndPicture = isVideo() && packet.isLast();
    check(view.marker() == mayEndPicture || (mayEndPicture && isLayered()), "marker %b on %s", view.marker(), packet);
    check(parser.parse(view.bytes(), payloadOffset, payloadLength, info), "payload of %s cannot be read", packet);
    return new Slot(packet, view, hash(view.bytes(), payloadOffset, payloadLength), info, nowNs);
  }

  private void checkSame(int at, Slot before, Slot now) {
    check(before.packet.equals(now.packet), "number %d means %s and %s", at, before.packet, now.packet);
    check(before.timestamp == now.timestamp, "number %d has timestamps %d and %d", at, before.timestamp, now.timestamp);
    check(before.hash == now.hash, "number %d has two payloads", at);
  }

  private void place(int at, Slot now) {
    if (at >= slots.size()) {
      holes += at - slots.size();
      while (slots.size() < at) {
        slots.add(null);
      }
      slots.add(now);
    } else {
      holes--;
      slots.set(at, now);
    }
    long aheadTicks = (now.timestamp - startTimestamp) & 0xFFFF_FFFFL;
    long clockRateHz = subscribing.codec().codec().clockRateHz();
    check(aheadTicks >= 0x8000_0000L || aheadTicks / clockRateHz <= (now.atNs - startedNs) / NS_PER_S + AHEAD_S,
        "timestamp %d s ahead after %d s", aheadTicks / clockRateHz, (now.atNs - startedNs) / NS_PER_S);
    int lower = known(at, -1);
    if (lower < 0) {
      check(at > 0 || !isVideo() || now.packet.beginsKeyframe(), "begins with %s", now.packet);
    } else {
      checkPair(lower, at);
    }
    if (now.packet.index() == 0) {
      begun.add(now.packet.frame());
    }
    int higher = known(at, 1);
    if (higher >= 0) {
      checkPair(at, higher);
    }
    if (newest == null || now.timestamp - newest.timestamp >= 0) {
      newest = now;
    }
  }

  private int known(int from, int step) {
    for (int at = from + step; at >= 0 && at < slots.size() && Math.abs(at - from) < NEIGHBOURS; at += step) {
      Slot slot = slots.get(at);
      if (slot != null && !slot.packet.isNothing()) {
        return at;
      }
    }
    return -1;
  }

  /** Whether every number between two is known to hold nothing. */
  private boolean isAdjacent(int lowAt, int highAt) {
    for (int at = lowAt + 1; at < highAt; at++) {
      if (slots.get(at) == null) {
        return false;
      }
    }
    return true;
  }

  private void checkPair(int lowAt, int highAt) {
    Slot low = slots.get(lowAt);
    Slot high = slots.get(highAt);
    SentFrame before = low.packet.frame();
    SentFrame after = high.packet.frame();
    boolean sameStream = sameStream(low, high);
    boolean samePicture = sameStream && before.picture() == after.picture();
    int step = high.timestamp - low.timestamp;
    check(samePicture ? step == 0 : step > 0, "timestamp step %d from %s (%d) to %s (%d)", step, low.packet, lowAt, high.packet, highAt);
    check(!sameStream || high.packet.order() > low.packet.order(), "goes back from %s (%d) to %s (%d)",
        low.packet, lowAt, high.packet, highAt);
    if (isAdjacent(lowAt, highAt)) {
      check(follows(low.packet, high.packet), "%s (%d) right behind %s (%d), silently leaving something out",
          high.packet, highAt, low.packet, lowAt);
      check(!isLayered() || high.packet.beginsKeyframe() || low.marker != samePicture, "marker %b on %s (%d) before %s",
          low.marker, low.packet, lowAt, high.packet);
      checkPictureIds(low, high, samePicture);
    }
  }

  private static boolean sameStream(Slot low, Slot high) {
    return low.packet.frame().stream().equals(high.packet.frame().stream());
  }

  /** Whether nothing that a decoder needs is missing between two packets whose numbers follow each other. */
  private boolean follows(SentPacket low, SentPacket high) {
    if (!isVideo() || high.beginsKeyframe()) {
      return true;
    }
    if (low.frame() == high.frame()) {
      return high.index() == low.index() + 1;
    }
    return low.isLast() && high.index() == 0 && (holes > 0 || begun.containsAll(high.frame().needs()));
  }

  private void checkPictureIds(Slot low, Slot high, boolean samePicture) {
    if (low.pictureIdBits > 0 && high.pictureIdBits > 0) {
      int pictures = high.pictureId - low.pictureId & (1 << high.pictureIdBits) - 1;
      int sent = high.packet.frame().picture() - low.packet.frame().picture();
      boolean keepsHoles = !subscribing.format().closesUp() && sameStream(low, high);
      boolean next = pictures == 1 && (!keepsHoles || high.packet.beginsKeyframe());
      check(samePicture ? pictures == 0 : next || (keepsHoles && pictures == sent), "picture id from %d of %s to %d of %s",
          low.pictureId, low.packet, high.pictureId, high.packet);
    }
    if (low.tl0 != PayloadInfo.ABSENT && high.tl0 != PayloadInfo.ABSENT && !samePicture) {
      int steps = high.tl0 - low.tl0 & 0xFF;
      check(steps == (high.packet.frame().temporalLayer() == 0 ? 1 : 0), "TL0PICIDX from %d of %s to %d of %s",
          low.tl0, low.packet, high.tl0, high.packet);
    }
  }

  /** The subscriber is about to ask for this number. */
  void onAsked(int at) {
    asked.set(at);
  }

  /** The place of the sequence number closest to the newest one. */
  int indexOf(int sequence) {
    return (int) (media.peek(sequence) - first);
  }

  int sequenceOf(int at) {
    return (int) (first + at) & 0xFFFF;
  }

  /** What a number stands for; null when it was not sent yet. */
  Slot at(int at) {
    return at < slots.size() ? slots.get(at) : null;
  }

  /** The first packet that was sent under this number or a later one. */
  Slot following(int at) {
    int from = at;
    while (slots.get(from) == null) {
      from++;
    }
    return slots.get(from);
  }

  /** Whether another layer begins soon behind this number. */
  boolean isSwitchNear(int at) {
    Slot next = following(at);
    for (int i = at; i < Math.min(slots.size(), at + SWITCH_NUMBERS); i++) {
      Slot slot = slots.get(i);
      if (slot != null && !slot.packet.isNothing() && !next.packet.isNothing() && !sameStream(next, slot)) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return slots.size();
  }

  /** The packet latest in time; null before the first. */
  Slot newest() {
    return newest;
  }

  /** Packets that left under the media's SSRC, identical repetitions not counted. */
  long packets() {
    return packets;
  }

  long retransmissions() {
    return retransmissions;
  }

  private boolean isLayered() {
    return subscribing.from().isLayered();
  }

  private boolean isVideo() {
    return subscribing.isVideo();
  }

  private static int hash(byte[] bytes, int offset, int length) {
    int hash = length;
    int at = offset;
    for (; at + Integer.BYTES <= offset + length; at += Integer.BYTES) {
      hash = hash * 31 + BigEndian.i32(bytes, at);
    }
    for (; at < offset + length; at++) {
      hash = hash * 31 + bytes[at];
    }
    return hash;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private void check(boolean holds, String format, Object... args) {
    if (!holds) {
      throw new Broken("%s: %s", subscribing, String.format(Locale.ROOT, format, args));
    }
  }
}
