package io.ringcast.fuzz.body;

import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.config.MixLimits;
import io.ringcast.mixer.layout.Layout;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Source;
import io.ringcast.mixer.layout.Tile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A mix's document: refused with a field's name, or a mix that can be laid out within its canvas. */
public final class MixDocumentBody implements FuzzBody {
  private static final List<String> SEEDS = List.of("{}", """
      {"version": 1, "mode": 1, "host_user_id": "ann", "host_stream_id": "ann_main", "customMode": true, "inputFilterMode": 4,
       "input": {"video": [{"user_id": "ann", "stream_id": "ann_main", "x": 0, "y": 2, "width": 320, "height": 180, "z_order": 3}],
                 "audio": [{"user_id": "bob", "stream_id": ""}]},
       "output": {"video": {"normal": {"width": 1280, "height": 720, "fps": 30, "bitrate": 1500},
                            "tiny": {"width": 320, "height": 180, "fps": 15, "bitrate": 200},
                            "exparams": {"renderMode": 2}, "backgroundColor": "0x203040"},
                  "audio": {"bitrate": 64}}}""", """
      {"mode": 3, "output": {"video": {"waterMark": {"text": [{"content": "hello", "x": 0.1, "y": 0.1, "font": {"size": 20}}],
       "timestamp": [{"x": 0.5, "y": 0.5, "timeZone": "+0800"}], "image": [{"uri": "https://example.org/a.png", "x": 0, "y": 0}]},
       "backgroundPicture": [{"uri": "https://example.org/b.png", "fillMode": 1, "x": 0, "y": 0, "w": 1, "h": 1}]},
       "cdn": [{"pushurl": "rtmp://example.org/live/a"}]}, "inCDNModel": 1, "mixRooms": ["a", "b"]}""");
  private static final int[][] SIZES = {{0, 0}, {1280, 720}, {3, 1}, {1, 4_000}};

  @Override
  public void take(byte[] input) {
    MixConfig config;
    try {
      config = MixConfigReader.read(new String(input, StandardCharsets.UTF_8));
    } catch (MixConfigException e) {
      Invariant.holds(e.getMessage() != null && !e.getMessage().isEmpty(), "a refusal says why");
      return;
    }
    Rect canvas = new Rect(0, 0, config.normal().width(), config.normal().height());
    Invariant.holds((long) canvas.width() * canvas.height() <= MixLimits.PIXELS_MAX, "a canvas is not too large");
    Invariant.holds(canvas.width() % 2 == 0 && canvas.height() % 2 == 0, "a canvas has even sides");
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < MixLimits.AUDIO_INPUTS; i++) {
      int[] size = SIZES[i % SIZES.length];
      String user = i == 0 ? "ann" : "user" + i;
      sources.add(new Source(user, user + "_main", size[0], size[1], i % 5 == 0));
    }
    List<Tile> tiles = Layout.tiles(config, sources);
    Invariant.holds(tiles.size() <= MixLimits.VIDEO_INPUTS, "no more tiles than pictures are mixed");
    for (Tile tile : tiles) {
      Rect place = tile.rect();
      Invariant.holds(place.x() >= 0 && place.y() >= 0 && place.right() <= canvas.right() && place.bottom() <= canvas.bottom(),
        "tiles lie within the canvas");
    }
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Override
  public List<String> words() {
    return List.of("\"mode\":", "\"input\":", "\"output\":", "\"video\":", "\"audio\":", "\"normal\":", "\"tiny\":", "\"width\":",
      "\"height\":",
      "\"fps\":", "\"bitrate\":", "\"x\":", "\"y\":", "\"z_order\":", "\"user_id\":", "\"stream_id\":", "\"waterMark\":", "\"exparams\":",
      "\"renderMode\":", "\"backgroundColor\":", "\"backgroundPicture\":", "\"inputFilterMode\":", "\"customMode\":", "\"cdn\":",
      "\"mixRooms\":", "\"host_user_id\":", "null", "true", "-1", "1e9");
  }
}
