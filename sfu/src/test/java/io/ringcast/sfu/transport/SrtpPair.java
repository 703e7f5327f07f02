package io.ringcast.sfu.transport;

import io.ringcast.sfu.wire.BigEndian;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Two ends of one SRTP session and packets to send through it. */
final class SrtpPair {
  static final int HEADER = 12;

  final SrtpKeys keys;
  final SrtpKeys mirrored;

  SrtpPair(SrtpProfile profile, Random random) {
    byte[][] parts = {
      new byte[profile.keyBytes()], new byte[profile.saltBytes()], new byte[profile.keyBytes()], new byte[profile.saltBytes()]
    };
    for (byte[] part : parts) {
      random.nextBytes(part);
    }
    keys = new SrtpKeys(profile, parts[0], parts[1], parts[2], parts[3]);
    mirrored = new SrtpKeys(profile, parts[2], parts[3], parts[0], parts[1]);
  }

  SrtpOutbound sender() {
    return new SrtpOutbound(keys, new LoopScratch());
  }

  SrtpInbound receiver() {
    return new SrtpInbound(mirrored, new LoopScratch(), new IgnoredSsrcs());
  }

  static byte[] rtp(int ssrc, int sequence, int payload) {
    byte[] packet = new byte[HEADER + payload];
    packet[0] = (byte) 0x80;
    packet[1] = 96;
    BigEndian.put16(packet, 2, sequence);
    BigEndian.put32(packet, 4, sequence * 3_000);
    BigEndian.put32(packet, 8, ssrc);
    Arrays.fill(packet, HEADER, packet.length, (byte) sequence);
    return packet;
  }

  /** A receiver report with one block. */
  static byte[] rtcp(int ssrc, int filling) {
    byte[] packet = new byte[32];
    packet[0] = (byte) 0x81;
    packet[1] = (byte) 201;
    BigEndian.put16(packet, 2, 7);
    BigEndian.put32(packet, 4, ssrc);
    Arrays.fill(packet, 8, packet.length, (byte) filling);
    return packet;
  }

  /** A protected copy of a packet. */
  static byte[] seal(SrtpOutbound sender, byte[] plain) {
    byte[] room = Arrays.copyOf(plain, plain.length + LoopScratch.MAX_PROTECTION_BYTES);
    return Arrays.copyOf(room, sender.protectRtp(room, 0, plain.length));
  }

  static byte[] sealRtcp(SrtpOutbound sender, byte[] plain) {
    byte[] room = Arrays.copyOf(plain, plain.length + LoopScratch.MAX_PROTECTION_BYTES);
    return Arrays.copyOf(room, sender.protectRtcp(room, 0, plain.length));
  }

  static byte[] open(SrtpInbound receiver, byte[] sealed) {
    byte[] copy = sealed.clone();
    int length = receiver.unprotectRtp(copy, 0, copy.length);
    return length == SrtpInbound.REFUSED ? new byte[0] : Arrays.copyOf(copy, length);
  }

  static byte[] openRtcp(SrtpInbound receiver, byte[] sealed) {
    byte[] copy = sealed.clone();
    int length = receiver.unprotectRtcp(copy, 0, copy.length);
    return length == SrtpInbound.REFUSED ? new byte[0] : Arrays.copyOf(copy, length);
  }

  static List<SrtpProfile> negotiable() {
    return List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES128_CM_SHA1_80);
  }

  /** Hears SSRCs and needs none. */
  static final class IgnoredSsrcs implements SrtpInbound.SsrcListener {
    @Override
    public void onAuthenticated(int ssrc) {}

    @Override
    public void onForgotten(int ssrc) {}
  }
}
