package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.VideoProfile;
import io.ringcast.mixer.layout.Layout;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Source;
import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.layout.Transition;
import io.ringcast.mixer.picture.Canvas;
import io.ringcast.mixer.picture.SmallPicture;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a mix: one canvas, encoded as it is and once more in a small size, each when somebody wants it. Frames are numbered from
 * the last change of their pace; their timestamps go on. The small one has frames of the canvas, as many as it is asked for. Owned by the
 * mix's thread.
 */
final class MixedPicture implements AutoCloseable {
  private static final int VIDEO_CLOCK = 90_000;
  private static final long NS_PER_S = 1_000_000_000L;
  /** So long the first picture after a rest waits for those of its streams, which are asked for only then. */
  private static final long AWAITED_NS = 500_000_000;

  private final MixCounters counters;
  private final LongSupplier unixMs;
  private final NamedPictures pictures;
  private final PictureEncoder normal;
  private final PictureEncoder tiny;
  private MarkSheet sheet;
  private MixConfig config;
  private Canvas canvas;
  private @Nullable SmallPicture small;
  private List<Tile> target = List.of();
  private List<Tile> shown = List.of();
  private @Nullable Transition transition;
  private long startNs;
  private long paceNs;
  private long frames;
  private boolean rested;
  private long wantedNs;

  MixedPicture(MixConfig config, Codec codec, MixSurroundings around) throws CodecException {
    this.config = config;
    counters = around.counters();
    unixMs = around.unixMs();
    pictures = new NamedPictures(around.pictures(), counters);
    sheet = new MarkSheet(config, pictures);
    normal = new PictureEncoder(codec, Layer.BIG, config.normal());
    try {
      tiny = new PictureEncoder(codec, Layer.SMALL, config.tiny());
    } catch (CodecException e) {
      normal.close();
      throw e;
    }
    canvas = canvas(config);
  }

  private static Canvas canvas(MixConfig config) {
    return new Canvas(config.normal().width(), config.normal().height(), config.background().rgb());
  }

  /** Its time line begins, or began; its first frame is due then. */
  void begin(long beginNs, long dueNs) {
    startNs = beginNs;
    paceNs = dueNs;
  }

  /** The sizes that anybody watches: who comes first sees the tiles where they are by then. */
  void wanted(Set<Layer> sizes) {
    if (!sizes.isEmpty() && !isWanted()) {
      target = List.of();
      transition = null;
      rested = true;
    }
    normal.want(sizes.contains(Layer.BIG));
    tiny.want(sizes.contains(Layer.SMALL));
  }

  private boolean isWanted() {
    return normal.isWanted() || tiny.isWanted();
  }

  /**
   * Is asked for something else from the next frame on. Tiles glide to their new places; on a canvas of another size they are there
   * at once. When that cannot be encoded, all stays as it is.
   */
  void configure(MixConfig next) throws CodecException {
    boolean resized = next.normal().width() != config.normal().width() || next.normal().height() != config.normal().height();
    PictureEncoder.Change normalChange = normal.prepare(next.normal());
    try {
      tiny.prepare(next.tiny()).make();
    } catch (CodecException e) {
      normalChange.abandon();
      throw e;
    }
    if (!next.normal().equals(config.normal())) {
      paceNs = dueNs();
      frames = 0;
    }
    normalChange.make();
    if (!next.tiny().equals(config.tiny()) && small != null) {
      small.close();
      small = null;
    }
    if (resized || !next.background().equals(config.background())) {
      canvas.close();
      canvas = canvas(next);
    }
    if (resized) {
      target = List.of();
      transition = null;
    }
    if (!sheet.says(next)) {
      sheet = new MarkSheet(next, pictures);
    }
    config = next;
  }

  void wantKeyframe(Layer size) {
    (size == Layer.BIG ? normal : tiny).wantKeyframe();
  }

  /** When the next frame is due. */
  long dueNs() {
    return paceNs + frames * NS_PER_S / config.normal().framesPerSecond();
  }

  /** Leaves out the frames that were not made in time. */
  void skipTo(long nowNs) {
    long due = Math.max(frames, (nowNs - paceNs) * config.normal().framesPerSecond() / NS_PER_S);
    counters.add(MixCount.FRAME_SKIPPED, isWanted() ? due - frames : 0);
    frames = due;
  }

  /** Makes the frame that is due, in the sizes that anybody wants; after a {@link StreamFailure} again, without that stream. */
  void draw(Map<String, StreamInput> streams, MixOutput output) throws CodecException {
    if (!isWanted()) {
      streams.values().forEach(stream -> StreamFailure.guard(stream, one -> one.place(null)));
      frames++;
      return;
    }
    boolean inSmall = tiny.isWanted() && isInSmall(frames);
    if (!normal.isWanted() && !inSmall) {
      frames++;
      return;
    }
    long dueNs = dueNs();
    wantedNs = rested ? dueNs : wantedNs;
    rested = false;
    arrange(streams.values().stream().filter(one -> one.stream().isSeenBy(config)).map(StreamInput::source).toList(), dueNs);
    Map<String, Rect> places = new HashMap<>();
    target.forEach(tile -> places.put(tile.streamId(), normal.isWanted() ? tile.rect() : inSmall(tile.rect())));
    for (StreamInput stream : streams.values()) {
      StreamFailure.guard(stream, one -> one.place(places.get(one.streamId())));
    }
    if (dueNs - wantedNs < AWAITED_NS && streams.values().stream().anyMatch(stream -> stream.isAwaited(wantedNs, dueNs))) {
      frames++;
      return;
    }
    compose(streams, dueNs);
    long timestamp = (dueNs - startNs) * VIDEO_CLOCK / NS_PER_S;
    if (normal.isWanted()) {
      counters.add(MixCount.FRAME_MADE, normal.encode(canvas.picture(), timestamp, output) ? 1 : 0);
    }
    if (inSmall) {
      counters.add(MixCount.TINY_MADE, tiny.encode(small().of(canvas.picture()), timestamp, output) ? 1 : 0);
    }
    frames++;
  }

  /** Each stream's picture is decoded only when it is its turn to be scaled: it is still near then. */
  private void compose(Map<String, StreamInput> streams, long dueNs) {
    canvas.begin();
    for (Tile tile : shown) {
      StreamInput stream = streams.get(tile.streamId());
      if (stream != null) {
        StreamFailure.guard(stream, one -> one.show(tile, dueNs, canvas));
      }
    }
    pictures.turn(dueNs);
    sheet.newBackdrops().forEach(canvas::backdrop);
    canvas.finish(sheet.marks(shown, unixMs.getAsLong()));
  }

  /** Of the canvas's frames as many are also small ones as those are a second, as even as it goes. */
  private boolean isInSmall(long number) {
    long rate = Math.min(config.tiny().framesPerSecond(), config.normal().framesPerSecond());
    return number == 0 || number * rate / config.normal().framesPerSecond() != (number - 1) * rate / config.normal().framesPerSecond();
  }

  /** How large a place of the canvas is in the small picture. */
  private Rect inSmall(Rect place) {
    VideoProfile from = config.normal();
    VideoProfile to = config.tiny();
    return new Rect(
      0, 0, Math.max(1, place.width() * to.width() / from.width()), Math.max(1, place.height() * to.height() / from.height()));
  }

  private SmallPicture small() {
    SmallPicture made = small;
    if (made == null) {
      made = new SmallPicture(config.tiny().width(), config.tiny().height());
      small = made;
    }
    return made;
  }

  private void arrange(List<Source> sources, long dueNs) {
    List<Tile> wanted = Layout.tiles(config, sources);
    if (!wanted.equals(target)) {
      transition = target.isEmpty() ? null : new Transition(shown, wanted, dueNs);
      target = wanted;
    }
    shown = transition == null ? target : transition.at(dueNs);
    if (transition != null && transition.isOver(dueNs)) {
      transition = null;
    }
  }

  @Override
  public void close() {
    canvas.close();
    normal.close();
    tiny.close();
    if (small != null) {
      small.close();
      small = null;
    }
  }
}
