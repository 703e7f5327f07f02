package io.ringcast.mixer.intake;

import io.ringcast.sfu.wire.BigEndian;

/** H.264 with start codes (ITU-T H.264 annex B) from single units, STAP-A and FU-A: RFC 6184 sections 5.6, 5.7.1 and 5.8. */
final class H264Depacketizer implements Depacketizer {
  private static final byte[] START_CODE = {0, 0, 0, 1};
  private static final int TYPE_MASK = 0x1F;
  private static final int IMPORTANCE_MASK = 0xE0;
  private static final int LAST_SINGLE = 23;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final int FU_HEADERS = 2;
  private static final int START_BIT = 0x80;

  private final byte[] unitHeader = new byte[1];

  @Override
  public boolean add(byte[] payload, FrameBytes frame) {
    int type = payload[0] & TYPE_MASK;
    if (type == FU_A) {
      return addFragment(payload, frame);
    }
    if (type == STAP_A) {
      return addAggregate(payload, frame);
    }
    return type != 0 && type <= LAST_SINGLE && addUnit(payload, 0, payload.length, frame);
  }

  private static boolean addUnit(byte[] bytes, int offset, int length, FrameBytes frame) {
    return frame.add(START_CODE, 0, START_CODE.length) && frame.add(bytes, offset, length);
  }

  private static boolean addAggregate(byte[] payload, FrameBytes frame) {
    int at = 1;
    while (at + 2 < payload.length) {
      int size = BigEndian.u16(payload, at);
      at += 2;
      if (size == 0 || size > payload.length - at || !addUnit(payload, at, size, frame)) {
        return false;
      }
      at += size;
    }
    return at == payload.length && at > 1;
  }

  private boolean addFragment(byte[] payload, FrameBytes frame) {
    if (payload.length <= FU_HEADERS) {
      return false;
    }
    boolean start = (payload[1] & START_BIT) != 0;
    if (!start && frame.length() == 0) {
      return false;
    }
    if (start) {
      unitHeader[0] = (byte) ((payload[0] & IMPORTANCE_MASK) | (payload[1] & TYPE_MASK));
      if (!addUnit(unitHeader, 0, 1, frame)) {
        return false;
      }
    }
    return frame.add(payload, FU_HEADERS, payload.length - FU_HEADERS);
  }
}
