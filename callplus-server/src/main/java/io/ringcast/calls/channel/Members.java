package io.ringcast.calls.channel;

import io.ringcast.calls.call.CallRefusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The members of one request; what cannot be used is refused by its name. Unknown ones are passed over: newer clients may have more. */
final class Members {
  /** Of users and calls. */
  static final int ID_CHARS_MAX = 256;

  private final String requestId;
  private final JsonNode object;

  Members(String requestId, JsonNode object) {
    this.requestId = requestId;
    this.object = object;
  }

  private @Nullable JsonNode node(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  RequestRefusedException bad(CallRefusal refusal, String name, String expected) {
    return new RequestRefusedException(requestId, refusal, name + " must be " + expected + ".");
  }

  RequestRefusedException bad(String name, String expected) {
    return bad(CallRefusal.PARAM_ERROR, name, expected);
  }

  /** A text; null when it is left out. */
  @Nullable String text(String name, int charsMax) throws RequestRefusedException {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isString() || value.stringValue().length() > charsMax || value.stringValue().indexOf('\0') >= 0) {
      throw bad(name, "a text of at most " + charsMax + " characters");
    }
    return value.stringValue();
  }

  /** The id of a call, or whatever else must be there. */
  String id(String name, CallRefusal refusal) throws RequestRefusedException {
    JsonNode value = node(name);
    if (value == null || !value.isString() || !isId(value.stringValue())) {
      throw bad(refusal, name, "a text of 1 to " + ID_CHARS_MAX + " characters");
    }
    return value.stringValue();
  }

  String callId() throws RequestRefusedException {
    return id("callId", CallRefusal.CALL_ID_INVALID);
  }

  private static boolean isId(String text) {
    return !text.isEmpty() && text.length() <= ID_CHARS_MAX && text.indexOf('\0') < 0;
  }

  /** True or false; null when it is left out. */
  @Nullable Boolean flag(String name) throws RequestRefusedException {
    JsonNode value = node(name);
    if (value != null && !value.isBoolean()) {
      throw bad(name, "true or false");
    }
    return value == null ? null : value.booleanValue();
  }

  /** A whole number; null when it is left out. */
  @Nullable Long number(String name, long min, long max) throws RequestRefusedException {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
      throw bad(name, "a whole number from " + min + " to " + max);
    }
    return value.longValue();
  }

  long transactionId() throws RequestRefusedException {
    JsonNode value = node("transactionId");
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw bad(CallRefusal.TRANSACTION_ID_INVALID, "transactionId", "the number that came with call.switch.asked");
    }
    return value.longValue();
  }

  /** One of an enum's names; null when it is left out. */
  <E extends Enum<E>> @Nullable E choice(String name, Class<E> type, CallRefusal refusal) throws RequestRefusedException {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (value.isString() && constant.name().equals(value.stringValue())) {
        return constant;
      }
    }
    throw bad(refusal, name, "one of " + Arrays.toString(type.getEnumConstants()));
  }

  /** User ids; null when they are left out. */
  @Nullable List<String> userIds(String name, int most) throws RequestRefusedException {
    return ids(name, most, CallRefusal.USER_LIST_INVALID);
  }

  /** Ids; null when they are left out. */
  @Nullable List<String> ids(String name, int most, CallRefusal refusal) throws RequestRefusedException {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.size() > most) {
      throw bad(refusal, name, "a list of at most " + most + " ids");
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode one : value) {
      if (!one.isString() || !isId(one.stringValue())) {
        throw bad(refusal, name, "a list of ids, each a text of 1 to " + ID_CHARS_MAX + " characters");
      }
      ids.add(one.stringValue());
    }
    return ids;
  }

  /** An object, written out; empty when it is left out. */
  String object(String name, int charsMax) throws RequestRefusedException {
    JsonNode value = node(name);
    if (value == null) {
      return "";
    }
    String text = value.toString();
    if (!value.isObject() || text.length() > charsMax) {
      throw bad(name, "an object of at most " + charsMax + " characters");
    }
    return text;
  }

  /** A nested object; null when it is left out. */
  @Nullable Members within(String name) throws RequestRefusedException {
    JsonNode value = node(name);
    if (value != null && !value.isObject()) {
      throw bad(name, "an object");
    }
    return value == null ? null : new Members(requestId, value);
  }
}
