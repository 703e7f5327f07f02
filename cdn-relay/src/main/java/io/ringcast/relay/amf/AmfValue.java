package io.ringcast.relay.amf;

import java.util.List;
import java.util.Map;

/** A value of AMF 0 (Adobe's specification of 2007, section 2). */
public sealed interface AmfValue {
  /** A number, or a date in milliseconds since 1970. */
  record Numeric(double value) implements AmfValue {}

  record Flag(boolean value) implements AmfValue {}

  /** A string, a long string or a document of XML. */
  record Text(String value) implements AmfValue {}

  /** An object, with or without a class, or an associative array, which differs in its marker alone. */
  record Fields(Map<String, AmfValue> values, boolean array) implements AmfValue {}

  record Items(List<AmfValue> values) implements AmfValue {}

  /** Null, undefined, unsupported, or a reference to another value. */
  record Nothing() implements AmfValue {}

  /** The text of a field, or a default where it is none. */
  static String textOf(AmfValue fields, String name, String otherwise) {
    return fields instanceof Fields object && object.values().get(name) instanceof Text text ? text.value() : otherwise;
  }
}
