package io.ringcast.fuzz.body;

import io.ringcast.relay.hls.HlsAnswer;
import io.ringcast.relay.hls.HlsReload;
import io.ringcast.relay.hls.HlsSettings;
import io.ringcast.relay.hls.HlsStream;
import io.ringcast.sfu.wire.BigEndian;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frames at any times and of any configurations, and requests: whatever a playlist names is there, and its boxes fit. */
public final class HlsBody implements FuzzBody {
  private static final Pattern NAMED = Pattern.compile("(?:init|seg|part)-[0-9-]+\\.m[p4s]+");
  private static final int BOX_HEADER = 8;

  @Override
  public void take(byte[] input) {
    Steps steps = new Steps(input);
    HlsStream stream = new HlsStream(HlsSettings.DEFAULT, "s/", (steps.u8() & 1) == 0, 0);
    long timeUs = 0;
    while (steps.more()) {
      int kind = steps.u8();
      switch (kind >> 5) {
        case 0 -> stream.media(new String(steps.slice(), StandardCharsets.UTF_8));
        case 1 -> {
          stream.playlist(new HlsReload((byte) steps.u8(), (byte) steps.u8()));
          check(stream);
        }
        case 2 -> timeUs = Math.max(0, timeUs - steps.u16() * 100L);
        default -> {
          timeUs += steps.u16() * 20L;
          stream.take(LiveFrames.frame(kind, timeUs));
        }
      }
    }
    stream.end();
    check(stream);
  }

  private static void check(HlsStream stream) {
    if (!(stream.playlist(HlsReload.NOW) instanceof HlsAnswer.Playlist playlist)) {
      return;
    }
    String listed = playlist.text().replaceAll("#EXT-X-PRELOAD-HINT.*", "");
    Matcher names = NAMED.matcher(listed);
    while (names.find()) {
      HlsAnswer answer = stream.media(names.group());
      Invariant.holds(answer instanceof HlsAnswer.Media, "what is listed is there");
      checkBoxes(((HlsAnswer.Media) answer).bytes());
    }
  }

  private static void checkBoxes(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      Invariant.holds(bytes.length - at >= BOX_HEADER, "a box has a header");
      long size = BigEndian.u32(bytes, at);
      Invariant.holds(size >= BOX_HEADER && size <= bytes.length - at, "a box fits");
      at += (int) size;
    }
  }

  @Override
  public List<byte[]> seeds() {
    StepWriter steady = new StepWriter().u8(0);
    for (int i = 0; i < 150; i++) {
      steady.u8(0x80 | (i % 30 == 0 ? 3 : 1), 0x04, 0x00, 0x80, 0x02, 0x00);
    }
    StepWriter odd = new StepWriter().u8(0)
      .u8(0x83, 0, 0, 0x80, 0xFF, 0xFF, 0x87, 0xFF, 0xFF, 0x84, 0x10, 0x10, 0x40, 0xFF, 0xFF, 0x83, 0, 1)
      .u8(0x20, 0, 1, 0x00).slice("part-0-0.m4s".getBytes(StandardCharsets.UTF_8));
    StepWriter sound = new StepWriter().u8(1);
    for (int i = 0; i < 100; i++) {
      sound.u8(0x80, 0x08, 0x00);
    }
    return List.of(steady.bytes(), odd.bytes(), sound.bytes());
  }
}
