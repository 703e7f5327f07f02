package io.ringcast.sfu.transport;

import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.RtcpDraft;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.wire.stun.StunWriter;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/** Buffers and tools that all transports of one loop use in turn: memory is per loop and not per peer. Nothing in them outlives a call. */
public final class LoopScratch {
  /** The most any negotiated profile adds to a packet: a GCM tag, and on RTCP the index word. */
  static final int MAX_PROTECTION_BYTES = 20;

  private final Slab slab = new Slab(MAX_PROTECTION_BYTES);
  private final byte[] plain = new byte[Packet.CAPACITY];
  private final byte[] control = new byte[Packet.CAPACITY];
  private final RtcpDraft draft = new RtcpDraft();
  private final StunWriter stun = new StunWriter();
  private final Mac stunMac = newStunMac();
  private final Cipher rtcpCipher = GcmCipher.newCipher();

  Slab slab() {
    return slab;
  }

  /** Where a cipher puts what is not authenticated yet. */
  byte[] plain() {
    return plain;
  }

  /** Where outgoing RTCP and STUN are built. */
  byte[] control() {
    return control;
  }

  /** Where RTCP is written before it is protected. */
  RtcpDraft draft() {
    return draft;
  }

  StunWriter stun() {
    return stun;
  }

  /** HMAC-SHA1, to be given a key before each use. */
  Mac stunMac() {
    return stunMac;
  }

  /** AES-GCM for RTCP both ways: a few packets a second, so that a key set anew for each costs nothing to speak of. */
  Cipher rtcpCipher() {
    return rtcpCipher;
  }

  private static Mac newStunMac() {
    try {
      return Mac.getInstance("HmacSHA1");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA1 is part of every Java platform", e);
    }
  }
}
