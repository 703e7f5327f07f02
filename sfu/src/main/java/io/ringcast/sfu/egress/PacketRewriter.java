package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PayloadFormats;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.RedPayload;
import java.util.Arrays;

/**
 * Writes a publisher's packet into a slab as the subscriber's own: fresh header, copied payload, moved picture ids.
 *
 * <p>Redundant audio (RFC 2198) goes along where the subscriber negotiated it; elsewhere, and in retransmissions, whose payload type
 * stands for the codec itself, only its primary block does.
 *
 * <p>Packetizers make the packets of a frame a few bytes longer or shorter. Video packets that lack little to their run's largest, and
 * audio that lacks little to what it is gathered with, get RTP padding (RFC 3550 section 5.1), so that they can leave in one GSO send.
 */
final class PacketRewriter {
  /** Costs video less than one per cent, and less than another send. */
  private static final int VIDEO_PADDING = 8;
  /** Of a packet that is nothing else; a multiple of a cipher's block, as large as its one byte of length allows. */
  private static final int BARE_PADDING = 240;

  private final SubscriberPath path;
  private final CodecParameters codec;
  private final OutgoingStream stream;
  private final ExtensionWriter extensions;
  private final PayloadFormat format;
  private int headerLength;
  private int largestPayload;
  private int mostPadding;
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

  /** Prepares for the packets of this run; {@code telling} says that their descriptors are likely to name active decode targets. */
  void begin(Run run, boolean telling) {
    headerLength = extensions.measure(run, telling);
    largestPayload = run.padTo();
    mostPadding = Run.AUDIO_PADDING;
    if (codec.codec().kind() == MediaKind.VIDEO) {
      mostPadding = VIDEO_PADDING;
      for (int i = 0; i < run.size(); i++) {
        largestPayload = Math.max(largestPayload, run.packet(i).rtp().payloadLength());
      }
    }
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
    int written = length + from.payloadLength() - skipped;
    slab.append(written + pad(bytes, at, written, Math.min(largestPayload - from.payloadLength(), slab.room() - written)));
  }

  /** Adds so many bytes of padding, if they are few; tells how many it added. */
  private int pad(byte[] bytes, int at, int length, int lacking) {
    if (lacking <= 0 || lacking > mostPadding) {
      return 0;
    }
    Arrays.fill(bytes, at + length, at + length + lacking - 1, (byte) 0);
    bytes[at + length + lacking - 1] = (byte) lacking;
    bytes[at] |= RtpView.PADDING_BIT;
    return lacking;
  }

  /** The size of a packet's retransmission. */
  int retransmissionSize(Packet packet, Rewrite rewrite) {
    RtpView rtp = packet.rtp();
    int header = extensions.measureRetransmission(packet, rewrite.described != null) + extensions.excess(rtp);
    return header + RtxPacket.OSN_SIZE + rtp.payloadLength();
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

  /** Whether there is a stream that padding may go on, and packets of it are told of. */
  boolean carriesPadding() {
    return codec.rtxPayloadType() != CodecParameters.NO_RTX && extensions.isCounted();
  }

  /** Appends a packet of nothing but padding to the retransmissions; RFC 4588 says nothing of it, receivers of WebRTC take it so. */
  void writePadding(Slab slab, int timestamp, long nowNs) {
    byte[] bytes = slab.bytes();
    int at = slab.nextOffset();
    if (extensions.hasHighIds()) {
      path.header.beginTwoByte(bytes, at, false, codec.rtxPayloadType(), rtxSequence++, timestamp, stream.rtxSsrc());
    } else {
      path.header.begin(bytes, at, false, codec.rtxPayloadType(), rtxSequence++, timestamp, stream.rtxSsrc());
    }
    int length = extensions.finishBare(path, nowNs);
    Arrays.fill(bytes, at + length, at + length + BARE_PADDING - 1, (byte) 0);
    bytes[at + length + BARE_PADDING - 1] = (byte) BARE_PADDING;
    bytes[at] |= RtpView.PADDING_BIT;
    slab.append(length + BARE_PADDING);
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
