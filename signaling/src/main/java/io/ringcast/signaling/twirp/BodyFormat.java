package io.ringcast.signaling.twirp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.ringcast.http.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * The two forms of a call's body. JSON is protobuf's mapping: fields are read by both of their names and written as the protocol spells
 * them, all of them, as LiveKit's server does; what is unknown is skipped.
 */
enum BodyFormat {
  JSON("json"),
  PROTOBUF("protobuf");

  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().preservingProtoFieldNames().omittingInsignificantWhitespace();

  private final String subtype;

  BodyFormat(String subtype) {
    this.subtype = subtype;
  }

  MediaType type() {
    return new MediaType("application", subtype);
  }

  /** The format of a content type, null when it is neither. */
  static @Nullable BodyFormat of(MediaType type) {
    for (BodyFormat format : values()) {
      if (format.type().equalsTypeAndSubtype(type)) {
        return format;
      }
    }
    return null;
  }

  /** Reads a message that a client sent. */
  Message read(Message prototype, byte[] bytes) {
    try {
      if (this == PROTOBUF) {
        return prototype.getParserForType().parseFrom(bytes);
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      // The mapping's own reader would overlook what is not JSON.
      Json.object(text);
      Message.Builder read = prototype.newBuilderForType();
      PARSER.merge(text, read);
      return read.build();
    } catch (InvalidProtocolBufferException | CharacterCodingException e) {
      throw new TwirpException(TwirpCode.MALFORMED, "The body is not a " + prototype.getDescriptorForType().getName() + " in "
          + type() + ": " + e.getMessage());
    }
  }

  byte[] write(Message message) throws InvalidProtocolBufferException {
    return this == PROTOBUF ? message.toByteArray() : PRINTER.print(message).getBytes(StandardCharsets.UTF_8);
  }
}
