package io.ringcast.sfu.transport;

/**
 * One direction's encryption and authentication with one profile's session keys. Works in place; when a tag does not verify, the packet's
 * bytes are left as they came. The caller guarantees that a packet index is protected at most once.
 */
sealed interface PacketCipher permits GcmCipher, CounterModeCipher, NullCipher {
  /** What unprotecting answers when the tag does not verify or the packet is too short to have one. */
  int NOT_AUTHENTIC = -1;

  /** The SRTCP header that stays in the clear: first word and sender's SSRC. */
  int RTCP_CLEAR_BYTES = 8;
  /** The word that tells whether an SRTCP packet is encrypted, and its index (RFC 3711 section 3.4). */
  int RTCP_INDEX_BYTES = 4;
  int RTCP_ENCRYPTED_FLAG = 0x8000_0000;
  int RTCP_INDEX_MASK = 0x7FFF_FFFF;

  /** Where {@link #RTCP_INDEX_BYTES the index word} begins, counted from the packet's end. */
  int rtcpIndexFromEnd();

  /** The most that protection adds, to RTP or RTCP. */
  int overheadBytes();

  /** Protects an RTP packet and returns its new length. */
  int protectRtp(byte[] bytes, int offset, int length, int headerLength, long index);

  /** Returns the length of the plain RTP packet or {@link #NOT_AUTHENTIC}. */
  int unprotectRtp(byte[] bytes, int offset, int length, int headerLength, long index);

  /** Protects an RTCP compound, encrypted, and returns its new length. */
  int protectRtcp(byte[] bytes, int offset, int length, int index);

  /** Returns the length of the plain RTCP compound or {@link #NOT_AUTHENTIC}. */
  int unprotectRtcp(byte[] bytes, int offset, int length);

  /** Builds the cipher of one direction. */
  static PacketCipher of(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, LoopScratch scratch) {
    return switch (profile) {
      case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> GcmCipher.derived(profile, masterKey, masterSalt, scratch);
      case AES128_CM_SHA1_80 -> CounterModeCipher.derived(profile, masterKey, masterSalt);
      case NULL -> new NullCipher();
    };
  }
}
