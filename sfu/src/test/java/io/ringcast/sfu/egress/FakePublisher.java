package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.payload.Vp8Format;

/** Makes one layer's packets as ingress hands them on; VP8 ones with picture ids. */
final class FakePublisher {
  private static final PacketPool POOL = new PacketPool(Integer.MAX_VALUE);
  private static final int PAYLOAD_TYPE = 120;

  final int layer;
  final int ssrc;
  final Codec codec;
  long sequence;
  int timestamp;
  int pictureId;
  int tl0;
  int payloadSize = 100;
  boolean orientation;

  FakePublisher(Codec codec, int layer, int ssrc, long sequence, int timestamp, int pictureId) {
    this.codec = codec;
    this.layer = layer;
    this.ssrc = ssrc;
    this.sequence = sequence;
    this.timestamp = timestamp;
    this.pictureId = pictureId;
  }

  /** A frame of one packet; the clock moves on behind it. */
  Packet frame(boolean keyframe, long nowNs) {
    Packet packet = packet(keyframe, true, true, nowNs);
    nextFrame();
    return packet;
  }

  void nextFrame() {
    timestamp += codec.clockRateHz() / 50;
    pictureId++;
    tl0++;
  }

  Packet packet(boolean keyframe, boolean first, boolean marker, long nowNs) {
    Packet packet = POOL.take();
    int at = header(packet, marker);
    byte[] bytes = packet.bytes();
    for (int i = 0; i < payloadSize; i++) {
      bytes[at + i] = (byte) (sequence * 31 + i);
    }
    if (codec == Codec.VP8) {
      bytes[at] = (byte) (0x80 | (first ? 0x10 : 0));
      bytes[at + 1] = (byte) 0xC0;
      bytes[at + 2] = (byte) (0x80 | (pictureId >> 8 & 0x7F));
      bytes[at + 3] = (byte) pictureId;
      bytes[at + 4] = (byte) tl0;
      bytes[at + 5] = (byte) (keyframe ? 0 : 1);
      bytes[at + 8] = (byte) 0x9D;
      bytes[at + 9] = 1;
      bytes[at + 10] = 0x2A;
    }
    return finish(packet, at + payloadSize, nowNs);
  }

  Packet padding(long nowNs) {
    Packet packet = POOL.take();
    int at = header(packet, false);
    packet.bytes()[0] |= 0x20;
    packet.bytes()[at + 9] = 10;
    return finish(packet, at + 10, nowNs);
  }

  private int header(Packet packet, boolean marker) {
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(packet.bytes(), 0, marker, PAYLOAD_TYPE, (int) sequence, timestamp, ssrc);
    if (orientation) {
      header.extension(FakeSource.ORIENTATION_ID, 3, 1);
    }
    return header.end();
  }

  private Packet finish(Packet packet, int length, long nowNs) {
    packet.length(length);
    packet.arrivalNs(nowNs);
    packet.extendedSequence(sequence++);
    if (!packet.wrapRtp()) {
      throw new IllegalStateException("not RTP");
    }
    if (codec == Codec.VP8 && packet.rtp().payloadLength() > 0) {
      new Vp8Format().parse(packet.bytes(), packet.rtp().payloadOffset(), packet.rtp().payloadLength(), packet.payload());
    }
    return packet;
  }
}
