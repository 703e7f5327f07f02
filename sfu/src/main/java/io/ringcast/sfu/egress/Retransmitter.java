package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.loop.MediaSource;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Answers NACKs (RFC 4585 section 6.2.1): by RTX (RFC 4588) made from the publication's store, or, where the subscriber has none, by the
 * identical protected bytes. A number that was kept for a packet which was then left out is answered by RTX without payload. One packet is
 * repeated at most about once a round-trip time, all together within {@link RetransmissionBudget}.
 */
final class Retransmitter {
  /** Before the round-trip time is known. */
  private static final long DEFAULT_INTERVAL_NS = 50_000_000L;
  /** On a very short path duplicates of one NACK would else pass. */
  private static final long LEAST_INTERVAL_NS = 10_000_000L;
  /** A peer asks again after its own idea of the round-trip time, which may be up to a quarter shorter than ours. */
  private static final int RTT_TOLERANCE = 4;
  private static final int MOST_COPIES = 4;
  /** Without RTX: two seconds of a video of 30 small frames, one and a half of voice. */
  private static final int PROTECTED_PACKETS = 64;
  private static final int PROTECTED_VIDEO_BYTES = 1_500;
  private static final int PROTECTED_AUDIO_BYTES = 500;

  private final SubscriberPath path;
  private final MediaSource source;
  private final SequenceRewriter sequences;
  private final Epochs epochs;
  private final TargetSelector targets;
  private final PacketRewriter rewriter;
  private final CodecParameters codec;
  private final @Nullable ProtectedRing protectedRing;
  private final Rewrite rewrite = new Rewrite();
  private final ActiveTargets activeTargets = new ActiveTargets();
  private final RetransmissionBudget budget = new RetransmissionBudget();
  /** By output number; made with the first NACK, since most subscribers never send one. */
  private long[] answeredOutputs = {};
  private long[] answeredNs = {};
  private byte[] rounds = {};
  private @Nullable Slab slab;
  private long intervalNs;
  private long retransmitted;
  /** The path's queue grows. */
  private boolean filling;

  Retransmitter(SubscriberPath path, MediaSource source, SequenceRewriter sequences, Epochs epochs, TargetSelector targets,
    PacketRewriter rewriter, CodecParameters codec) {
    this.path = path;
    this.source = source;
    this.sequences = sequences;
    this.epochs = epochs;
    this.targets = targets;
    this.rewriter = rewriter;
    this.codec = codec;
    boolean identical = codec.rtxPayloadType() == CodecParameters.NO_RTX && codec.nack();
    int slotBytes = codec.codec().kind() == MediaKind.VIDEO ? PROTECTED_VIDEO_BYTES : PROTECTED_AUDIO_BYTES;
    protectedRing = identical ? new ProtectedRing(PROTECTED_PACKETS, slotBytes) : null;
  }

  /** Notes a packet that was just protected, in case it is asked for again. */
  void onProtected(Slab slab, long output) {
    if (protectedRing != null) {
      protectedRing.keepLast(slab, output);
    }
  }

  /** Begins the answer to one NACK. */
  void begin(long mediaBitrateBps, long nowNs) {
    budget.refill(mediaBitrateBps, path.repeatedBps(mediaBitrateBps, nowNs), nowNs);
    filling = path.isFilling(nowNs);
    long rttNs = path.rttNs();
    intervalNs = rttNs == SubscriberPath.UNKNOWN_RTT ? DEFAULT_INTERVAL_NS : Math.max(LEAST_INTERVAL_NS, rttNs - rttNs / RTT_TOLERANCE);
    slab = null;
    if (answeredNs.length == 0) {
      answeredNs = new long[sequences.capacity()];
      answeredOutputs = new long[sequences.capacity()];
      rounds = new byte[sequences.capacity()];
    }
  }

  /** Repeats one packet, or counts why not. */
  void answer(int sequence, long nowNs) {
    DropReason refusal = refusalOrAppend(sequence, nowNs);
    if (refusal != null) {
      path.drops.count(refusal);
    } else {
      retransmitted++;
    }
  }

  /** Sends at least so many bytes of padding, which repeat nothing: only their arrival matters. */
  void pad(long bytes, int timestamp, long nowNs) {
    slab = null;
    long left = bytes;
    while (left > 0) {
      Slab into = slabWithRoom(nowNs);
      int before = into.size();
      rewriter.writePadding(into, timestamp, nowNs);
      path.sink.protectLast(into);
      if (into.size() == before) {
        break;
      }
      path.onProtected(into, nowNs);
      left -= into.length(before);
    }
    end(nowNs);
  }

  /** Sends what the answer consists of. */
  void end(long nowNs) {
    if (slab != null && slab.size() > 0) {
      path.sink.send(slab, nowNs);
    }
    slab = null;
  }

  long retransmitted() {
    return retransmitted;
  }

  private @Nullable DropReason refusalOrAppend(int sequence, long nowNs) {
    if (!codec.nack()) {
      return DropReason.NOT_NEGOTIATED;
    }
    if (!path.sink.isOpen()) {
      return DropReason.TRANSPORT_NOT_READY;
    }
    if (!budget.ask()) {
      return DropReason.BUDGET_EXHAUSTED;
    }
    long output = sequences.recall(sequence);
    if (output < 0) {
      return DropReason.RETRANSMISSION_NOT_STORED;
    }
    int slot = (int) output & answeredNs.length - 1;
    if (answeredOutputs[slot] == output && nowNs - answeredNs[slot] < intervalNs) {
      return DropReason.RETRANSMISSION_TOO_FREQUENT;
    }
    DropReason refusal = protectedRing == null ? appendRtx(output, nowNs) : appendIdentical(protectedRing, output, nowNs);
    if (refusal == null) {
      rounds[slot] = answeredOutputs[slot] == output ? (byte) (rounds[slot] + 1) : 0;
      answeredOutputs[slot] = output;
      answeredNs[slot] = nowNs;
      if (protectedRing == null && !filling) {
        appendCopies(Math.min(MOST_COPIES, 1 << Math.min(rounds[slot], MOST_COPIES)) - 1, output, nowNs);
      }
    }
    return refusal;
  }

  /** A repetition that was lost too goes twice, and then four times, so that few rounds are enough whatever the path loses. */
  private void appendCopies(int copies, long output, long nowNs) {
    for (int i = 0; i < copies && appendRtx(output, nowNs) == null; i++) {
      retransmitted++;
    }
  }

  private @Nullable DropReason appendRtx(long output, long nowNs) {
    Epoch epoch = epochs.of(output);
    Packet packet = epoch == null ? null : source.stored(epoch.stream(), sequences.inputOf(output));
    if (epoch == null || packet == null || packet.rtp().ssrc() != epoch.sourceSsrc() || isMuted(packet) || isUnjudged(epoch)) {
      return DropReason.RETRANSMISSION_NOT_STORED;
    }
    if (filling && !epoch.equals(epochs.current())) {
      // What a smaller layer has replaced has time.
      return DropReason.BUDGET_EXHAUSTED;
    }
    rewrite.set(epoch, output, sequences.pictureMoveOf(output));
    rewrite.timing(packet.rtp().timestamp() + epoch.timestampOffset(), packet.rtp().marker() || endsPicture(packet, epoch));
    activeTargets.note(packet.payload(), epoch.equals(epochs.current()) ? targets.targetOf(packet.extendedSequence()) : 0, rewrite);
    int size = rewriter.retransmissionSize(packet, rewrite);
    if (!budget.take(size)) {
      return DropReason.BUDGET_EXHAUSTED;
    }
    Slab into = slabWithRoom(nowNs);
    int before = into.size();
    if (size > into.room()) {
      return DropReason.TOO_LARGE_TO_SEND;
    }
    if (packet.rtp().payloadLength() == 0 || isLeftOut(packet, epoch, output)) {
      rewriter.writeEmptyRetransmission(into, packet, rewrite, nowNs);
    } else {
      rewriter.writeRetransmission(into, packet, rewrite, nowNs);
    }
    path.sink.protectLast(into);
    if (into.size() > before) {
      path.onProtected(into, nowNs);
    }
    return null;
  }

  /** What a mute took out of a packet is missing: it was no padding, and nothing may be told in its place. */
  private static boolean isMuted(Packet packet) {
    return packet.isHidden() && packet.rtp().payloadLength() == 0;
  }

  /** Which packets of an earlier epoch its targets left out is forgotten; behind the keyframe that ended it nobody needs them. */
  private boolean isUnjudged(Epoch epoch) {
    return source.layers().spatial() && !epoch.equals(epochs.current());
  }

  /** Left out on purpose, by the target of its picture or by a switch to another layer at the same picture. */
  private boolean isLeftOut(Packet packet, Epoch epoch, long output) {
    boolean judged = epoch.equals(epochs.current());
    return sequences.isEmpty(output) || epochs.isOvertaken(epoch, rewrite.timestamp)
      || (judged && !targets.wants(packet.payload(), packet.extendedSequence()));
  }

  private boolean endsPicture(Packet packet, Epoch epoch) {
    return epoch.equals(epochs.current()) && targets.endsPicture(packet.payload(), packet.extendedSequence());
  }

  private @Nullable DropReason appendIdentical(ProtectedRing ring, long output, long nowNs) {
    int length = ring.length(output);
    if (length == 0) {
      return DropReason.RETRANSMISSION_NOT_STORED;
    }
    if (!budget.take(length)) {
      return DropReason.BUDGET_EXHAUSTED;
    }
    ring.copyTo(slabWithRoom(nowNs), output);
    return null;
  }

  private Slab slabWithRoom(long nowNs) {
    Slab current = slab;
    if (current != null && current.isFull()) {
      path.sink.send(current, nowNs);
      current = null;
    }
    if (current == null) {
      current = path.sink.slab();
      slab = current;
    }
    return current;
  }
}
