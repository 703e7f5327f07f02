package io.ringcast.sfu.transport;

/** The SRTP protection profiles we negotiate (RFC 5764 section 4.1.2, RFC 7714 section 14.2), best first. */
public enum SrtpProfile {
  AEAD_AES_128_GCM(0x0007, 16, 12, 16),
  AEAD_AES_256_GCM(0x0008, 32, 12, 16),
  AES128_CM_SHA1_80(0x0001, 16, 14, 10),
  /** No protection at all: simulation only, never negotiated. */
  NULL(-1, 0, 0, 0);

  private final int id;
  private final int keyBytes;
  private final int saltBytes;
  private final int tagBytes;

  SrtpProfile(int id, int keyBytes, int saltBytes, int tagBytes) {
    this.id = id;
    this.keyBytes = keyBytes;
    this.saltBytes = saltBytes;
    this.tagBytes = tagBytes;
  }

  /** The use_srtp profile number. */
  public int id() {
    return id;
  }

  public int keyBytes() {
    return keyBytes;
  }

  public int saltBytes() {
    return saltBytes;
  }

  /** What protection adds to an RTP packet. */
  public int tagBytes() {
    return tagBytes;
  }
}
