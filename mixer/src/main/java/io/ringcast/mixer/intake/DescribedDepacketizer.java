package io.ringcast.mixer.intake;

/** A codec whose frame is what stands behind the payload descriptors: RFC 7741 section 4.2, RFC 9628 section 4.2. */
final class DescribedDepacketizer implements Depacketizer {
  private final Descriptor descriptor;

  /** How long a payload's descriptor is. */
  interface Descriptor {
    /** Its bytes, 0 when it is cut short. */
    int length(byte[] payload);
  }

  DescribedDepacketizer(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public boolean add(byte[] payload, FrameBytes frame) {
    int head = descriptor.length(payload);
    return head > 0 && head < payload.length && frame.add(payload, head, payload.length - head);
  }

  /** |X|R|N|S|R| PID |, then |I|L|T|K| when X, then picture id (one or two bytes), TL0PICIDX, TID and KEYIDX as they say. */
  static int vp8(byte[] payload) {
    if ((payload[0] & 0x80) == 0) {
      return 1;
    }
    if (payload.length < 3) {
      return 0;
    }
    int flags = payload[1];
    int length = 2;
    if ((flags & 0x80) != 0) {
      length += (payload[2] & 0x80) != 0 ? 2 : 1;
    }
    length += (flags & 0x40) != 0 ? 1 : 0;
    return length + ((flags & 0x30) != 0 ? 1 : 0);
  }

  /** |I|P|L|F|B|E|V|Z|, then picture id, layers, reference differences and scalability structure as they say. */
  static int vp9(byte[] payload) {
    int flags = payload[0];
    int at = 1;
    if ((flags & 0x80) != 0) {
      if (at >= payload.length) {
        return 0;
      }
      at += (payload[at] & 0x80) != 0 ? 2 : 1;
    }
    boolean flexible = (flags & 0x10) != 0;
    if ((flags & 0x20) != 0) {
      at += flexible ? 1 : 2;
    }
    if (flexible && (flags & 0x40) != 0) {
      int more = 1;
      for (int i = 0; i < 3 && more == 1; i++) {
        if (at >= payload.length) {
          return 0;
        }
        more = payload[at++] & 1;
      }
    }
    return (flags & 0x02) != 0 ? structureEnd(payload, at) : at;
  }

  /** | N_S |Y|G|-|-|-|, sizes of each layer when Y, a picture group when G. */
  private static int structureEnd(byte[] payload, int start) {
    if (start >= payload.length) {
      return 0;
    }
    int head = payload[start];
    int at = start + 1;
    if ((head & 0x10) != 0) {
      at += 4 * ((head >> 5 & 0x07) + 1);
    }
    if ((head & 0x08) != 0) {
      if (at >= payload.length) {
        return 0;
      }
      int pictures = payload[at++] & 0xFF;
      for (int i = 0; i < pictures; i++) {
        if (at >= payload.length) {
          return 0;
        }
        at += 1 + (payload[at] >> 2 & 0x03);
      }
    }
    return at;
  }
}
