package io.ringcast.mixer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.stage.StageRoom;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.job.MixEar;
import io.ringcast.mixer.job.TurnedMix;
import io.ringcast.mixer.layout.Layout;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Source;
import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.picture.Pixels;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.RoomKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A room with hosts, its mix and one who watches it, in virtual time. */
final class Stage implements AutoCloseable {
  static final long NS_PER_MS = 1_000_000;
  /** Encoding twice and scaling change a colour by less; two hosts' differ by more. */
  private static final int CLOSE = 48;
  /** Between two samples of the canvas, and from any tile's edge. */
  private static final int SAMPLE_STEP = 10;
  private static final int EDGE = 6;
  /** The ground of the card of somebody without picture. */
  private static final int CARD = 0x30343C;

  final StageRoom room = new StageRoom(new RoomKey("app", "stage"));
  final TurnedMix mix;
  final MixViewer viewer;
  private final List<StageHost> hosts = new ArrayList<>();
  private MixConfig config;
  private long nowNs;

  Stage(MixConfig config, Codec codec) throws CodecException {
    this.config = config;
    viewer = new MixViewer(room, codec, Layer.BIG);
    mix = new TurnedMix(room, config, codec, MixEar.DEAF);
  }

  StageHost host(String userId, int rgb) {
    return new StageHost(room, userId, rgb);
  }

  /** A host is mixed from now on. */
  void enter(StageHost host) throws CodecException {
    hosts.add(host);
    mix.add(host.stream());
  }

  void leave(StageHost host) {
    hosts.remove(host);
    host.end();
    mix.remove(host.streamId);
  }

  void configure(MixConfig next) throws CodecException {
    config = next;
    mix.configure(next);
  }

  long nowNs() {
    return nowNs;
  }

  /** Lets so much time go by. */
  void run(long ms) throws CodecException {
    long untilNs = nowNs + ms * NS_PER_MS;
    while (nowNs < untilNs) {
      room.play(nowNs);
      nowNs = mix.turn(nowNs);
    }
  }

  /** The same on a machine that takes so long for each turn. */
  void runSlowly(long ms, long turnMs) throws CodecException {
    for (long untilNs = nowNs + ms * NS_PER_MS; nowNs < untilNs; nowNs += turnMs * NS_PER_MS) {
      room.play(nowNs);
      mix.turn(nowNs);
    }
  }

  /** Where each host should be now. */
  List<Tile> tiles(int pictureWidth, int pictureHeight) {
    return Layout.tiles(config, hosts.stream().map(host -> new Source(host.userId, host.streamId,
      host.hasPicture() ? pictureWidth : 0, host.hasPicture() ? pictureHeight : 0, false)).toList());
  }

  Rect place(StageHost host) {
    return tiles(16, 9).stream().filter(tile -> tile.streamId().equals(host.streamId)).findFirst().orElseThrow().rect();
  }

  /** Somebody who watches the small picture. */
  MixViewer watchTiny(Codec codec) throws CodecException {
    return new MixViewer(room, codec, Layer.SMALL);
  }

  /** All over the canvas the viewer sees the colour of whoever should lie on top there, and the background where nobody does. */
  void assertColors(String when, StageHost... cards) {
    assertColors(when, viewer, cards);
  }

  /** The same of another viewer, whose picture is the canvas in another size. */
  void assertColors(String when, MixViewer watching, StageHost... cards) {
    List<Tile> tiles = tiles(16, 9);
    Map<String, Integer> colors = new HashMap<>();
    hosts.forEach(host -> colors.put(host.streamId, host.rgb));
    Set<String> asCards = new HashSet<>();
    List.of(cards).forEach(host -> asCards.add(host.streamId));
    int looked = 0;
    int width = config.normal().width();
    int height = config.normal().height();
    for (int y = EDGE; y < height - EDGE; y += SAMPLE_STEP) {
      for (int x = EDGE; x < width - EDGE; x += SAMPLE_STEP) {
        Tile top = top(tiles, x, y);
        boolean card = top != null && asCards.contains(top.streamId());
        if (nearEdge(tiles, x, y) || (card && inMiddle(top.rect(), x, y))) {
          continue;
        }
        int expected = top == null ? config.background().rgb() : card ? CARD : colors.get(top.streamId());
        int seen = watching.rgb(x * watching.width() / width, y * watching.height() / height);
        assertThat(Pixels.distance(seen, expected))
          .as("%s: at %d,%d there should be %06x, and is %06x", when, x, y, expected, seen).isLessThan(CLOSE);
        looked++;
      }
    }
    assertThat(looked).as("%s: places looked at", when).isGreaterThan(100);
  }

  private static Tile top(List<Tile> tiles, int x, int y) {
    Tile top = null;
    for (Tile tile : tiles) {
      Rect place = tile.rect();
      if (x >= place.x() && x < place.right() && y >= place.y() && y < place.bottom()) {
        top = tile;
      }
    }
    return top;
  }

  /** Where a card has its letter and its words. */
  private static boolean inMiddle(Rect place, int x, int y) {
    return Math.abs(x - place.x() - place.width() / 2) < place.width() / 3
      && Math.abs(y - place.y() - place.height() / 2) < place.height() * 2 / 5;
  }

  private static boolean nearEdge(List<Tile> tiles, int x, int y) {
    return tiles.stream().map(Tile::rect).anyMatch(place -> {
      boolean inside = x > place.x() - EDGE && x < place.right() + EDGE && y > place.y() - EDGE && y < place.bottom() + EDGE;
      boolean deep = x >= place.x() + EDGE && x < place.right() - EDGE && y >= place.y() + EDGE && y < place.bottom() - EDGE;
      return inside && !deep;
    });
  }

  @Override
  public void close() {
    mix.close();
    viewer.close();
  }
}
