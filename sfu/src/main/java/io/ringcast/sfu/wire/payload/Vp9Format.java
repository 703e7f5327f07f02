package io.ringcast.sfu.wire.payload;

import io.ringcast.sfu.wire.BigEndian;

/**
 * VP9: the payload descriptor of RFC 9628 section 4.2.
 *
 * <pre>
 *      |I|P|L|F|B|E|V|Z|  always
 * I:   |M| picture id  |  one byte, or two when M
 * L:   | TID |U| SID |D|
 *      |   TL0PICIDX   |  with L and without F
 * P,F: | P_DIFF      |N|  one to three, as long as N
 * V:   | N_S |Y|G|     |  scalability structure
 *  Y:  | width | height |  16 bits each, N_S + 1 times
 *  G:  | N_G           |  then N_G times
 *      | TID |U| R |   |  and R times P_DIFF
 * </pre>
 *
 * <p>Targets: a frame of layers (S, T) belongs to (s, t) when t is at least T and s is S, or above it unless Z says that no upper
 * layer is predicted from this frame. So between the keyframes of key-SVC, where Z is set, a target needs its own spatial layer only.
 *
 * <p>Switches: a frame without P depends on nothing but the frames below it in its own picture, so every target that needs it can begin
 * here. A frame with U promises that later pictures of higher temporal layers look back no further than this one: all temporal
 * layers of its spatial layer from its own up can be decoded from here on. Layers above the spatial one say so in frames of their own.
 */
public final class Vp9Format implements PayloadFormat {
  private static final int PICTURE_ID_BIT = 0x80;
  private static final int INTER_PICTURE_BIT = 0x40;
  private static final int LAYERS_BIT = 0x20;
  private static final int FLEXIBLE_BIT = 0x10;
  private static final int BEGIN_BIT = 0x08;
  private static final int END_BIT = 0x04;
  private static final int STRUCTURE_BIT = 0x02;
  private static final int NO_UPPER_REFERENCE_BIT = 0x01;
  private static final int LONG_PICTURE_ID_BIT = 0x80;
  private static final int LONG_PICTURE_ID_MASK = 0x7FFF;
  private static final int SHORT_PICTURE_ID_MASK = 0x7F;
  private static final int SWITCHING_UP_BIT = 0x10;
  private static final int MORE_REFERENCES_BIT = 0x01;
  private static final int MAX_REFERENCES = 3;
  private static final int SIZES_BIT = 0x10;
  private static final int GROUP_BIT = 0x08;
  private static final int SIZE_BYTES = 4;
  /** Where a descriptor that is cut short ends: behind any packet. */
  private static final int CUT = Integer.MAX_VALUE;

  @Override
  public boolean parse(byte[] bytes, int offset, int length, PayloadInfo out) {
    out.clear();
    if (length < 2) {
      return false;
    }
    int end = offset + length;
    int flags = bytes[offset];
    int at = readPictureId(flags, bytes, offset + 1, end, out);
    boolean switchingUp = (flags & LAYERS_BIT) != 0 && at < end && (bytes[at] & SWITCHING_UP_BIT) != 0;
    at = readLayers(flags, bytes, at, end, out);
    at = skipReferences(flags, bytes, at, end);
    at = (flags & STRUCTURE_BIT) == 0 ? at : readStructure(bytes, at, end, out);
    if (at >= end) {
      out.clear();
      return false;
    }
    out.frameStart = (flags & BEGIN_BIT) != 0;
    out.frameEnd = (flags & END_BIT) != 0;
    readTargets(flags, switchingUp, out);
    out.keyframe = out.frameStart && out.spatialLayer == 0 && (flags & INTER_PICTURE_BIT) == 0;
    if (out.keyframe) {
      readSize(bytes, at, end - at, out);
    }
    return true;
  }

  @Override
  public void rewrite(byte[] bytes, int offset, int length, int pictureIdDelta, int tl0Delta) {
    int end = offset + length;
    if (length < 2) {
      return;
    }
    int flags = bytes[offset];
    int at = offset + 1;
    if ((flags & PICTURE_ID_BIT) != 0) {
      if ((bytes[at] & LONG_PICTURE_ID_BIT) == 0) {
        bytes[at] = (byte) ((bytes[at] + pictureIdDelta) & SHORT_PICTURE_ID_MASK);
        at++;
      } else if (at + 2 <= end) {
        int moved = BigEndian.u16(bytes, at) + pictureIdDelta;
        BigEndian.put16(bytes, at, (LONG_PICTURE_ID_BIT << 8) | (moved & LONG_PICTURE_ID_MASK));
        at += 2;
      } else {
        return;
      }
    }
    if ((flags & LAYERS_BIT) != 0 && (flags & FLEXIBLE_BIT) == 0 && at + 1 < end) {
      bytes[at + 1] = (byte) (bytes[at + 1] + tl0Delta);
    }
  }

  private static int readPictureId(int flags, byte[] bytes, int at, int end, PayloadInfo out) {
    if ((flags & PICTURE_ID_BIT) == 0) {
      return at;
    }
    boolean wide = (bytes[at] & LONG_PICTURE_ID_BIT) != 0;
    if (wide && at + 2 > end) {
      return CUT;
    }
    out.pictureIdBits = wide ? 15 : 7;
    out.pictureId = wide ? BigEndian.u16(bytes, at) & LONG_PICTURE_ID_MASK : bytes[at];
    return at + (wide ? 2 : 1);
  }

  private static int readLayers(int flags, byte[] bytes, int at, int end, PayloadInfo out) {
    if ((flags & LAYERS_BIT) == 0) {
      return at;
    }
    boolean flexible = (flags & FLEXIBLE_BIT) != 0;
    if (at > end - (flexible ? 1 : 2)) {
      return CUT;
    }
    out.temporalLayer = BigEndian.u8(bytes, at) >> 5;
    out.spatialLayer = bytes[at] >> 1 & 0x07;
    if (flexible) {
      return at + 1;
    }
    out.tl0PicIdx = BigEndian.u8(bytes, at + 1);
    return at + 2;
  }

  private static int skipReferences(int flags, byte[] bytes, int from, int end) {
    int at = from;
    if ((flags & FLEXIBLE_BIT) == 0 || (flags & INTER_PICTURE_BIT) == 0) {
      return at;
    }
    for (int i = 0; i < MAX_REFERENCES; i++) {
      if (at >= end) {
        return CUT;
      }
      at++;
      if ((bytes[at - 1] & MORE_REFERENCES_BIT) == 0) {
        return at;
      }
    }
    return CUT;
  }

  private static int readStructure(byte[] bytes, int from, int end, PayloadInfo out) {
    if (from >= end) {
      return CUT;
    }
    int head = BigEndian.u8(bytes, from);
    int layers = (head >> 5) + 1;
    int at = from + 1;
    out.spatialLayers = Math.min(layers, PayloadInfo.MAX_LAYERS);
    for (int i = 0; i < out.spatialLayers; i++) {
      out.layerWidths[i] = 0;
      out.layerHeights[i] = 0;
    }
    if ((head & SIZES_BIT) != 0) {
      if (at + layers * SIZE_BYTES > end) {
        return CUT;
      }
      for (int i = 0; i < out.spatialLayers; i++) {
        out.layerWidths[i] = BigEndian.u16(bytes, at + i * SIZE_BYTES);
        out.layerHeights[i] = BigEndian.u16(bytes, at + i * SIZE_BYTES + 2);
      }
      at += layers * SIZE_BYTES;
    }
    return (head & GROUP_BIT) == 0 ? at : skipGroup(bytes, at, end);
  }

  private static int skipGroup(byte[] bytes, int from, int end) {
    if (from >= end) {
      return CUT;
    }
    int pictures = BigEndian.u8(bytes, from);
    int at = from + 1;
    for (int i = 0; i < pictures; i++) {
      if (at >= end) {
        return CUT;
      }
      at += 1 + (bytes[at] >> 2 & 0x03);
    }
    return at;
  }

  private static void readTargets(int flags, boolean switchingUp, PayloadInfo out) {
    int own = PayloadInfo.targetsFrom(out.spatialLayer, out.temporalLayer);
    out.targets = own;
    if ((flags & NO_UPPER_REFERENCE_BIT) == 0) {
      for (int above = out.spatialLayer + 1; above < PayloadInfo.MAX_LAYERS; above++) {
        out.targets |= PayloadInfo.targetsFrom(above, out.temporalLayer);
      }
    }
    if ((flags & INTER_PICTURE_BIT) == 0) {
      out.switchTargets = out.targets;
    } else if (switchingUp) {
      out.switchTargets = own;
    }
  }

  /** The size of the whole picture is that of its highest layer; without a structure the lowest layer's own header tells. */
  private static void readSize(byte[] bytes, int at, int length, PayloadInfo out) {
    int highest = out.spatialLayers - 1;
    if (highest >= 0 && out.layerWidths[highest] > 0 && out.layerHeights[highest] > 0) {
      out.width = out.layerWidths[highest];
      out.height = out.layerHeights[highest];
    } else {
      Vp9FrameHeader.readSize(bytes, at, length, out);
    }
  }
}
