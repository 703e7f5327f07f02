package io.ringcast.relay.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.relay.amf.AmfReader;
import io.ringcast.relay.amf.AmfValue;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.Samples;
import io.ringcast.relay.media.VideoFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlvTest {
  private static final long SEED = 101;
  private static final List<Frame> FRAMES = List.of(
    Samples.key(0), Samples.audio(10_000), new VideoFrame(Samples.H264, 33_000, 66_000, false, Samples.hex("00000002 4199")),
    new VideoFrame(Samples.H264, 66_000, -33_000, false, Samples.hex("00000002 0199 00000002 0198")),
    Samples.key(Samples.HIGH, 17_000_000_000L), Samples.audio(17_000_020_000L));

  private static List<FlvTag> tags(List<Frame> frames) {
    TagSequence sequence = new TagSequence();
    List<FlvTag> tags = new ArrayList<>();
    frames.forEach(frame -> sequence.take(frame, tags::add));
    return tags;
  }

  private static byte[] file(List<FlvTag> tags) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(FlvWriter.header(true, true));
    tags.forEach(tag -> file.writeBytes(FlvWriter.tag(tag)));
    return file.toByteArray();
  }

  @Test
  void aConfigurationStandsBeforeItsFirstFrameAlone() {
    List<FlvTag> tags = tags(FRAMES);
    assertThat(tags).extracting(FlvTag::type).containsExactly(9, 9, 8, 8, 9, 9, 9, 9, 8);
    assertThat(tags.get(0).body()).startsWith(0x17, 0, 0, 0, 0, 1).endsWith(Samples.PPS);
    assertThat(tags.get(2).body()).isEqualTo(Samples.hex("AF00 1190"));
    assertThat(tags.get(3).body()).isEqualTo(Samples.hex("AF01 21100504"));
    assertThat(tags.get(4).body()).startsWith(0x27, 1, 0, 0, 66);
    assertThat(tags.get(5).body()).startsWith(0x27, 1, 0xFF, 0xFF, 0xDF);
    assertThat(tags.get(6).body()).startsWith(0x17, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
  void framesComeOutAsTheyWentInHoweverTheStreamIsCut(int piece) {
    byte[] file = file(tags(FRAMES));
    FlvReader reader = new FlvReader();
    TagFrames frames = new TagFrames();
    List<Frame> out = new ArrayList<>();
    for (int at = 0; at < file.length; at += piece) {
      reader.take(file, at, Math.min(piece, file.length - at), tag -> {
        Frame frame = frames.take(tag);
        if (frame != null) {
          out.add(frame);
        }
      });
    }
    assertThat(out).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(FRAMES);
    assertThat(frames.skipped(TagSkip.CONFIGURATION)).isEqualTo(3);
    assertThat(reader.fault()).isEqualTo(FlvReader.Fault.NONE);
  }

  @Test
  void metadataSaysWhatTheStreamHolds() {
    byte[] body = TagSequence.metadata(Samples.HIGH, Samples.AAC);
    AmfReader reader = new AmfReader(body, 0, body.length);
    assertThat(reader.next()).isEqualTo(new AmfValue.Text("onMetaData"));
    Map<String, AmfValue> expected = Map.of(
      "width", new AmfValue.Numeric(1_280), "height", new AmfValue.Numeric(720), "audiosamplerate", new AmfValue.Numeric(48_000));
    assertThat(reader.next()).isInstanceOfSatisfying(AmfValue.Fields.class,
      fields -> assertThat(fields.values()).containsAllEntriesOf(expected));
    assertThat(new TagFrames().take(new FlvTag(FlvTag.SCRIPT, 0, body))).isNull();
    assertThat(new String(TagSequence.metadata(null, null), java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("width");
  }

  @ParameterizedTest
  @CsvSource({
    "9, '', EMPTY", "9, 27, MALFORMED", "9, 1702, EMPTY", "9, 1702000000, EMPTY", "9, 22AABBCCDD, UNKNOWN_CODEC",
    "9, 90617663, UNKNOWN_CODEC", "9, 1700000000, MALFORMED", "9, 170000000001, MALFORMED", "9, 27010000000000000241, MALFORMED",
    "9, 27010000000000000141, NO_CONFIGURATION",
    "8, '', EMPTY", "8, AF, MALFORMED", "8, AF01, EMPTY", "8, AF0011, MALFORMED", "8, AF0121, NO_CONFIGURATION", "8, 2F0121, UNKNOWN_CODEC",
    "18, 02, SCRIPT"})
  void whatBringsNoFrameIsCounted(int type, String body, TagSkip reason) {
    TagFrames frames = new TagFrames();
    assertThat(frames.take(new FlvTag(type, 0, Samples.hex(body)))).isNull();
    assertThat(frames.skipped(reason)).isEqualTo(1);
  }

  @Test
  void whatIsNoFlvEndsTheStream() {
    assertThat(fault(Samples.hex("464C5601050000000A00000000"))).isEqualTo(FlvReader.Fault.NOT_FLV);
    assertThat(fault("GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.UTF_8))).isEqualTo(FlvReader.Fault.NOT_FLV);
    String start = "464C56010500000009 00000000";
    assertThat(fault(Samples.hex(start + "09 FFFFFF 000000 00 000000"))).isEqualTo(FlvReader.Fault.TOO_LONG);
    assertThat(fault(Samples.hex(start + "29 000001 000000 00 000000"))).isEqualTo(FlvReader.Fault.UNKNOWN_TAG);
    assertThat(fault(Samples.hex(start + "07 000001 000000 00 000000"))).isEqualTo(FlvReader.Fault.UNKNOWN_TAG);
  }

  private static FlvReader.Fault fault(byte[] bytes) {
    FlvReader reader = new FlvReader();
    reader.take(bytes, 0, bytes.length, tag -> { });
    return reader.fault();
  }

  @Test
  void noBytesLeadOutOfBounds() {
    Random random = new Random(SEED);
    byte[] good = file(tags(FRAMES));
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = good.clone();
      for (int i = 0; i < 4; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      TagFrames frames = new TagFrames();
      new FlvReader().take(bytes, 0, random.nextInt(bytes.length + 1), frames::take);
    }
  }
}
