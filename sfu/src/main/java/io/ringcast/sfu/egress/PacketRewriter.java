package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PayloadFormats;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.RedPayload;

/**
 * Writes a publisher's packet into a slab as the subscriber's own: fresh header, copied payload, moved picture ids.
 *
 * <p>Redundant audio (RFC 2198) goes along where the subscriber negotiated it; elsewhere, and in retransmissions, whose payload type
 * stands for the codec itself, only its primary block does.
 */
final class PacketRewriter {
  private final SubscriberPath path;
  private final CodecParameters codec;
  private final OutgoingStream stream;
  private final ExtensionWriter extensions;
  private final PayloadFormat format;
  private int headerLength;
  private int rtxSequence;

  PacketRewriter(SubscriberPath path, SubscriptionSpec spec, OutgoingStream stream, ExtensionIds publisher, int rtxSequence) {
    this.path = path;
    this.stream = stream;
    this.rtxSequence = rtxSequence;
    codec = spec.codec();
    extensions = new ExtensionWriter(spec, publisher);
    format = PayloadFormats.of(codec.codec());
  }

  /** The peer knows our SSRC now. */
  void onAcknowledged() {
    extensions.onAcknowledged();
  }

  /** Prepares for the packets of this run. */
  void begin(Run run) {
    headerLength = extensions.measure(run);
  }

  /** Whether a packet of the run begun fits into what a slab offers. */
  boolean fits(RtpView packet, Slab slab) {
    return headerLength + extensions.excess(packet) + packet.payloadLength() <= slab.room();
  }

  /** Appends the packet to the slab; it must fit. */
  void write(Slab slab, Packet packet, Rewrite rewrite, long nowNs) {
    byte[] bytes = slab.bytes();
    int at = slab.nextOffset();
    RtpView from = packet.rtp();
    boolean redundant = packet.payload().primaryOffset > 0 && codec.redPayloadType() != CodecParameters.NO_RED;
    int payloadType = redundant ? codec.redPayloadType() : codec.payloadType();
    int skipped = redundant ? 0 : packet.payload().primaryOffset;
    beginHeader(bytes, at, from, rewrite, payloadType, rewrite.sequence, stream.ssrc());
    int length = ExtensionWriter.pad(bytes, at, extensions.finish(path, from, rewrite, false, nowNs), headerLength);
    copyPayload(from, skipped, bytes, at + length, rewrite);
    if (redundant) {
      RedPayload.renumber(bytes, at + length, codec.payloadType());
    }
    slab.append(length + from.payloadLength() - skipped);
  }

  /** The size of a packet's retransmission. */
  int retransmissionSize(RtpView packet) {
    return extensions.measureRetransmission(packet) + extensions.excess(packet) + RtxPacket.OSN_SIZE + packet.payloadLength();
  }

  /** Appends a retransmission (RFC 4588) of what was sent, or would have been; its size must fit. */
  void writeRetransmission(Slab slab, Packet packet, Rewrite rewrite, long nowNs) {
    int at = slab.nextOffset();
    int length = beginRetransmission(slab, packet.rtp(), rewrite, nowNs);
    int skipped = packet.payload().primaryOffset;
    copyPayload(packet.rtp(), skipped, slab.bytes(), at + length, rewrite);
    slab.append(length + packet.rtp().payloadLength() - skipped);
  }

  /** Appends a retransmission that says that there was nothing under this number: receivers stop to wait for it. */
  void writeEmptyRetransmission(Slab slab, Packet packet, Rewrite rewrite, long nowNs) {
    slab.append(beginRetransmission(slab, packet.rtp(), rewrite, nowNs));
  }

  private int beginRetransmission(Slab slab, RtpView from, Rewrite rewrite, long nowNs) {
    byte[] bytes = slab.bytes();
    int at = slab.nextOffset();
    beginHeader(bytes, at, from, rewrite, codec.rtxPayloadType(), rtxSequence++, stream.rtxSsrc());
    int length = extensions.finish(path, from, rewrite, true, nowNs);
    RtxPacket.writeOriginalSequence(bytes, at + length, rewrite.sequence);
    return length + RtxPacket.OSN_SIZE;
  }

  private void beginHeader(byte[] bytes, int at, RtpView from, Rewrite rewrite, int payloadType, int sequence, int ssrc) {
    if (extensions.needsTwoByteForm(from)) {
      path.header.beginTwoByte(bytes, at, rewrite.marker, payloadType, sequence, rewrite.timestamp, ssrc);
    } else {
      path.header.begin(bytes, at, rewrite.marker, payloadType, sequence, rewrite.timestamp, ssrc);
    }
  }

  private void copyPayload(RtpView from, int skipped, byte[] bytes, int at, Rewrite rewrite) {
    System.arraycopy(from.bytes(), from.payloadOffset() + skipped, bytes, at, from.payloadLength() - skipped);
    if (rewrite.pictureIdDelta != 0 || rewrite.tl0Delta != 0) {
      format.rewrite(bytes, at, from.payloadLength(), rewrite.pictureIdDelta, rewrite.tl0Delta);
    }
  }
}
