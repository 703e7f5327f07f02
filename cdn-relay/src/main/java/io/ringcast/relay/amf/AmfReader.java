package io.ringcast.relay.amf;

import io.ringcast.sfu.wire.BigEndian;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values one after the other. What is cut short, nested too deep or too much ends it and is {@link #malformed}. */
public final class AmfReader {
  /** Commands nest an object or two. */
  public static final int MAX_DEPTH = 8;
  /** Values of one message, nested ones included; a connect has a dozen. */
  public static final int MAX_VALUES = 1_000;
  private static final int DATE_ZONE_BYTES = 2;
  private static final int COUNT_BYTES = 4;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int values;
  private boolean malformed;

  public AmfReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    at = offset;
    end = offset + length;
  }

  /** The next value; null at the end, or when it is malformed. */
  public @Nullable AmfValue next() {
    return malformed || at == end ? null : value(0);
  }

  public boolean malformed() {
    return malformed;
  }

  private @Nullable AmfValue value(int depth) {
    values++;
    if (depth > MAX_DEPTH || values > MAX_VALUES || !has(1)) {
      return fail();
    }
    return switch (BigEndian.u8(bytes, at++)) {
      case Marker.NUMBER -> number(0);
      case Marker.BOOLEAN -> has(1) ? new AmfValue.Flag(bytes[at++] != 0) : null;
      case Marker.STRING -> text(2);
      case Marker.LONG_STRING, Marker.XML -> text(4);
      case Marker.OBJECT -> fields(depth, false);
      case Marker.TYPED_OBJECT -> text(2) == null ? null : fields(depth, false);
      case Marker.ECMA_ARRAY -> skip(COUNT_BYTES) ? fields(depth, true) : null;
      case Marker.STRICT_ARRAY -> items(depth);
      case Marker.DATE -> number(DATE_ZONE_BYTES);
      case Marker.NULL, Marker.UNDEFINED, Marker.UNSUPPORTED -> new AmfValue.Nothing();
      case Marker.REFERENCE -> skip(2) ? new AmfValue.Nothing() : null;
      default -> fail();
    };
  }

  private AmfValue.@Nullable Numeric number(int more) {
    if (!has(Double.BYTES + more)) {
      return null;
    }
    double value = Double.longBitsToDouble(BigEndian.i64(bytes, at));
    at += Double.BYTES + more;
    return new AmfValue.Numeric(value);
  }

  private AmfValue.@Nullable Text text(int lengthBytes) {
    if (!has(lengthBytes)) {
      return null;
    }
    long length = lengthBytes == 2 ? BigEndian.u16(bytes, at) : BigEndian.u32(bytes, at);
    at += lengthBytes;
    if (!has(length)) {
      return null;
    }
    String value = new String(bytes, at, (int) length, StandardCharsets.UTF_8);
    at += (int) length;
    return new AmfValue.Text(value);
  }

  private @Nullable AmfValue fields(int depth, boolean array) {
    Map<String, AmfValue> fields = new LinkedHashMap<>();
    while (true) {
      AmfValue.Text name = text(2);
      if (name == null) {
        return null;
      }
      if (name.value().isEmpty() && has(1) && bytes[at] == Marker.OBJECT_END) {
        at++;
        return new AmfValue.Fields(fields, array);
      }
      AmfValue value = value(depth + 1);
      if (value == null) {
        return null;
      }
      fields.put(name.value(), value);
    }
  }

  private @Nullable AmfValue items(int depth) {
    if (!has(COUNT_BYTES)) {
      return null;
    }
    long count = BigEndian.u32(bytes, at);
    at += COUNT_BYTES;
    List<AmfValue> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      AmfValue item = value(depth + 1);
      if (item == null) {
        return null;
      }
      items.add(item);
    }
    return new AmfValue.Items(items);
  }

  private boolean skip(int count) {
    boolean there = has(count);
    at += there ? count : 0;
    return there;
  }

  private boolean has(long count) {
    malformed |= count > end - at;
    return !malformed;
  }

  private @Nullable AmfValue fail() {
    malformed = true;
    return null;
  }
}
