package io.ringcast.sfu.wire;

/**
 * NTP timestamps as RTCP carries them (RFC 3550 section 4): 32 bits of seconds since 1900, 32 bits of fraction; the compact form is
 * the middle 32 bits, in units of 1/65536 s, which are also the units of DLSR.
 */
public final class Ntp {
  /** Seconds from 1900-01-01 to 1970-01-01. */
  public static final long UNIX_EPOCH_S = 2_208_988_800L;
  private static final long NS_PER_S = 1_000_000_000L;

  private Ntp() {}

  /** Nanoseconds since 1970 as an NTP timestamp. */
  public static long fromUnixNs(long unixNs) {
    long seconds = Math.floorDiv(unixNs, NS_PER_S) + UNIX_EPOCH_S;
    long fraction = (Math.floorMod(unixNs, NS_PER_S) << 32) / NS_PER_S;
    return (seconds << 32) | fraction;
  }

  /** An NTP timestamp as nanoseconds since 1970; era 0 (until February 2036) only. */
  public static long toUnixNs(long ntp) {
    long seconds = (ntp >>> 32) - UNIX_EPOCH_S;
    return seconds * NS_PER_S + fractionNs(ntp);
  }

  /** The middle 32 bits. */
  public static int compact(long ntp) {
    return (int) (ntp >>> 16);
  }

  /** A time span as units of 1/65536 s; spans that do not fit are cut to the longest (about 18 h), negative ones to zero. */
  public static int spanFromNs(long ns) {
    if (ns <= 0) {
      return 0;
    }
    long seconds = ns / NS_PER_S;
    if (seconds > 0xFFFF) {
      return -1;
    }
    return (int) ((seconds << 16) | (((ns % NS_PER_S) << 16) / NS_PER_S));
  }

  /** Units of 1/65536 s, read as unsigned, in nanoseconds. */
  public static long spanToNs(int span) {
    return ((span & 0xFFFF_FFFFL) * NS_PER_S) >> 16;
  }

  /**
   * Round-trip time from a report block (RFC 3550 section 6.4.1): now (compact) - LSR - DLSR; -1 when the block answers no sender
   * report, 0 when the peer's clock makes it negative.
   */
  public static long rttNs(int compactNow, int lsr, int dlsr) {
    if (lsr == 0) {
      return -1;
    }
    int rtt = compactNow - lsr - dlsr;
    return rtt < 0 ? 0 : spanToNs(rtt);
  }

  private static long fractionNs(long ntp) {
    return ((ntp & 0xFFFF_FFFFL) * NS_PER_S + (1L << 31)) >>> 32;
  }
}
