package io.ringcast.relay.amf;

import io.ringcast.sfu.wire.BigEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Writes values one after the other. */
public final class AmfWriter {
  private static final int SHORT_STRING_MAX = 65_535;

  private byte[] bytes = new byte[256];
  private int length;

  public AmfWriter text(String value) {
    return value(new AmfValue.Text(value));
  }

  public AmfWriter number(double value) {
    return value(new AmfValue.Numeric(value));
  }

  public AmfWriter nothing() {
    return value(new AmfValue.Nothing());
  }

  public AmfWriter fields(Map<String, AmfValue> fields) {
    return value(new AmfValue.Fields(fields, false));
  }

  public AmfWriter array(Map<String, AmfValue> fields) {
    return value(new AmfValue.Fields(fields, true));
  }

  /** Any value. */
  public AmfWriter value(AmfValue value) {
    switch (value) {
      case AmfValue.Numeric number -> {
        put(Marker.NUMBER);
        int at = extend(Double.BYTES);
        BigEndian.put64(bytes, at, Double.doubleToRawLongBits(number.value()));
      }
      case AmfValue.Flag flag -> put(Marker.BOOLEAN).put(flag.value() ? 1 : 0);
      case AmfValue.Text text -> string(text.value());
      case AmfValue.Fields fields -> fields(fields);
      case AmfValue.Items items -> {
        put(Marker.STRICT_ARRAY).put32(items.values().size());
        items.values().forEach(this::value);
      }
      case AmfValue.Nothing nothing -> put(Marker.NULL);
    }
    return this;
  }

  private void string(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    if (text.length > SHORT_STRING_MAX) {
      put(Marker.LONG_STRING).put32(text.length);
    } else {
      put(Marker.STRING).put16(text.length);
    }
    append(text);
  }

  private void fields(AmfValue.Fields fields) {
    if (fields.array()) {
      put(Marker.ECMA_ARRAY).put32(fields.values().size());
    } else {
      put(Marker.OBJECT);
    }
    fields.values().forEach((name, value) -> {
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      put16(Math.min(text.length, SHORT_STRING_MAX));
      append(text.length > SHORT_STRING_MAX ? Arrays.copyOf(text, SHORT_STRING_MAX) : text);
      value(value);
    });
    put16(0).put(Marker.OBJECT_END);
  }

  private AmfWriter put(int value) {
    int at = extend(1);
    bytes[at] = (byte) value;
    return this;
  }

  private AmfWriter put16(int value) {
    int at = extend(Short.BYTES);
    BigEndian.put16(bytes, at, value);
    return this;
  }

  private AmfWriter put32(int value) {
    int at = extend(Integer.BYTES);
    BigEndian.put32(bytes, at, value);
    return this;
  }

  private void append(byte[] more) {
    int at = extend(more.length);
    System.arraycopy(more, 0, bytes, at, more.length);
  }

  private int extend(int count) {
    int at = length;
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    length += count;
    return at;
  }

  /** What was written. */
  public byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }
}
