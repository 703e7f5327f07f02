package io.ringcast.bench.relay;

import io.ringcast.relay.amf.AmfValue;
import io.ringcast.relay.amf.AmfWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a player asks for a stream. What follows what it asks is the stream.
 *
 * @param opening sent first
 * @param welcome what an answer begins with unless it is a refusal
 * @param answerBytes how long the answer to the opening is, at least
 * @param wish sent then; empty where the opening says all
 */
@SuppressWarnings("ArrayRecordComponent")
record Asking(byte[] opening, byte[] welcome, int answerBytes, byte[] wish) {
  private static final int RTMP_VERSION = 3;
  private static final int PART_BYTES = 1_536;
  private static final int COMMAND = 20;
  private static final int COMMAND_STREAM = 3;
  private static final int HEADER_BYTES = 12;

  /** By RTMP: C0 and C1, and behind the server's answer C2 and three commands, each in one chunk. */
  static Asking rtmp(String stream) {
    byte[] hello = new byte[1 + PART_BYTES];
    hello[0] = RTMP_VERSION;
    Map<String, AmfValue> fields = new LinkedHashMap<>();
    fields.put("app", new AmfValue.Text("live"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[PART_BYTES]);
    command(out, 0, new AmfWriter().text("connect").number(1).value(new AmfValue.Fields(fields, false)));
    command(out, 0, new AmfWriter().text("createStream").number(2).value(new AmfValue.Nothing()));
    command(out, 1, new AmfWriter().text("play").number(3).value(new AmfValue.Nothing()).text(stream));
    return new Asking(hello, new byte[] {RTMP_VERSION}, 1 + 2 * PART_BYTES, out.toByteArray());
  }

  private static void command(ByteArrayOutputStream out, int streamId, AmfWriter words) {
    byte[] payload = words.bytes();
    byte[] header = new byte[HEADER_BYTES];
    header[0] = COMMAND_STREAM;
    header[6] = (byte) payload.length;
    header[7] = COMMAND;
    header[8] = (byte) streamId;
    out.writeBytes(header);
    out.writeBytes(payload);
  }

  /** FLV by HTTP. */
  static Asking flv(String stream) {
    byte[] request = ("GET /live/" + stream + ".flv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] welcome = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);
    return new Asking(request, welcome, welcome.length, new byte[0]);
  }
}
