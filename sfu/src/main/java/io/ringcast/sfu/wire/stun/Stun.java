package io.ringcast.sfu.wire.stun;

/** Numbers of STUN (RFC 8489 sections 5 and 18) and of its use by ICE (RFC 8445 section 16). */
public final class Stun {
  public static final int BINDING = 1;

  public static final int BAD_REQUEST = 400;
  public static final int UNAUTHENTICATED = 401;
  public static final int UNKNOWN_ATTRIBUTE = 420;
  public static final int ROLE_CONFLICT = 487;
  public static final int SERVER_ERROR = 500;

  public static final int MAPPED_ADDRESS = 0x0001;
  public static final int USERNAME = 0x0006;
  public static final int MESSAGE_INTEGRITY = 0x0008;
  public static final int ERROR_CODE = 0x0009;
  public static final int UNKNOWN_ATTRIBUTES = 0x000A;
  public static final int REALM = 0x0014;
  public static final int NONCE = 0x0015;
  public static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
  public static final int PASSWORD_ALGORITHM = 0x001D;
  public static final int USERHASH = 0x001E;
  public static final int XOR_MAPPED_ADDRESS = 0x0020;
  public static final int PRIORITY = 0x0024;
  public static final int USE_CANDIDATE = 0x0025;
  /** Unknown attributes from here on may be ignored. */
  public static final int FIRST_OPTIONAL = 0x8000;
  public static final int SOFTWARE = 0x8022;
  public static final int FINGERPRINT = 0x8028;
  public static final int ICE_CONTROLLED = 0x8029;
  public static final int ICE_CONTROLLING = 0x802A;

  public static final int HEADER_SIZE = 20;
  public static final int TRANSACTION_ID_SIZE = 12;
  static final int MAGIC_COOKIE = 0x2112A442;
  static final int LENGTH_OFFSET = 2;
  static final int COOKIE_OFFSET = 4;
  static final int TRANSACTION_ID_OFFSET = 8;
  static final int ATTRIBUTE_HEADER_SIZE = 4;
  static final int INTEGRITY_SIZE = 20;
  static final int FINGERPRINT_SIZE = 4;
  /** "STUN" in ASCII, which keeps the checksum apart from other protocols' CRCs. */
  static final int FINGERPRINT_XOR = 0x5354554E;
  static final int FAMILY_IPV4 = 1;
  static final int FAMILY_IPV6 = 2;
  /** Address attributes: a zero byte, family, port, address. */
  static final int IPV4_ATTRIBUTE_SIZE = 8;
  static final int IPV6_ATTRIBUTE_SIZE = 20;
  /** RFC 8489 section 14.3: a username has fewer than 509 bytes. */
  static final int USERNAME_MAX_SIZE = 508;
  /** RFC 8489 section 14.14: fewer than 128 characters, of up to 6 bytes. */
  static final int SOFTWARE_MAX_SIZE = 763;

  private Stun() {}

  static int padded(int size) {
    return (size + 3) & ~3;
  }
}
