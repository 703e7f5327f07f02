package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.mixer.codec.VideoEncoder;
import io.ringcast.mixer.codec.VideoFormat;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.VideoProfile;
import io.ringcast.mixer.layout.Layout;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Source;
import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.layout.Transition;
import io.ringcast.mixer.picture.Canvas;
import io.ringcast.mixer.picture.View;
import io.ringcast.sfu.api.Codec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a mix: one canvas, one encoder. Frames are numbered from the last change of their pace; their timestamps go on. Owned by
 * the mix's thread.
 */
final class MixedPicture implements AutoCloseable {
  private static final int VIDEO_CLOCK = 90_000;
  private static final long NS_PER_S = 1_000_000_000L;
  /** So long the first picture after a rest waits for those of its streams, which are asked for only then. */
  private static final long AWAITED_NS = 500_000_000;

  private final Codec codec;
  private final MixCounters counters;
  private final LongSupplier unixMs;
  private final NamedPictures pictures;
  private MarkSheet sheet;
  private MixConfig config;
  private Canvas canvas;
  private VideoEncoder encoder;
  private List<Tile> target = List.of();
  private List<Tile> shown = List.of();
  private @Nullable Transition transition;
  private long startNs;
  private long paceNs;
  private long frames;
  private boolean keyframeWanted = true;
  private boolean wanted;
  private boolean rested;
  private long wantedNs;

  MixedPicture(MixConfig config, Codec codec, MixSurroundings around) throws CodecException {
    this.config = config;
    this.codec = codec;
    counters = around.counters();
    unixMs = around.unixMs();
    pictures = new NamedPictures(around.pictures(), counters);
    sheet = new MarkSheet(config, pictures);
    encoder = encoder(config.normal(), codec);
    canvas = canvas(config);
  }

  private static VideoEncoder encoder(VideoProfile profile, Codec codec) throws CodecException {
    return new VideoEncoder(
      new VideoFormat(codec, profile.width(), profile.height(), profile.framesPerSecond(), profile.bitrateBps(), 0), false);
  }

  private static Canvas canvas(MixConfig config) {
    return new Canvas(config.normal().width(), config.normal().height(), config.background().rgb());
  }

  /** Its time line begins, or began; its first frame is due then. */
  void begin(long beginNs, long dueNs) {
    startNs = beginNs;
    paceNs = dueNs;
  }

  /** Whether anybody watches: who comes sees the tiles where they are by then. */
  void wanted(boolean now) {
    if (now && !wanted) {
      target = List.of();
      transition = null;
      keyframeWanted = true;
      rested = true;
    }
    wanted = now;
  }

  /**
   * Is asked for something else from the next frame on. Tiles glide to their new places; on a canvas of another size they are there
   * at once. When that cannot be encoded, all stays as it is.
   */
  void configure(MixConfig next) throws CodecException {
    boolean resized = next.normal().width() != config.normal().width() || next.normal().height() != config.normal().height();
    if (!next.normal().equals(config.normal())) {
      VideoEncoder fresh = encoder(next.normal(), codec);
      encoder.close();
      encoder = fresh;
      keyframeWanted = true;
      paceNs = dueNs();
      frames = 0;
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

  void wantKeyframe() {
    keyframeWanted = true;
  }

  /** When the next frame is due. */
  long dueNs() {
    return paceNs + frames * NS_PER_S / config.normal().framesPerSecond();
  }

  /** Leaves out the frames that were not made in time. */
  void skipTo(long nowNs) {
    long due = Math.max(frames, (nowNs - paceNs) * config.normal().framesPerSecond() / NS_PER_S);
    counters.add(MixCount.FRAME_SKIPPED, wanted ? due - frames : 0);
    frames = due;
  }

  /** Makes the frame that is due, if anybody wants it. */
  void draw(Map<String, StreamInput> streams, MixOutput output) throws CodecException {
    if (!wanted) {
      streams.values().forEach(stream -> stream.place(null));
      frames++;
      return;
    }
    long dueNs = dueNs();
    wantedNs = rested ? dueNs : wantedNs;
    rested = false;
    arrange(streams.values().stream().filter(one -> one.stream().isSeenBy(config)).map(StreamInput::source).toList(), dueNs);
    Map<String, Rect> places = new HashMap<>();
    target.forEach(tile -> places.put(tile.streamId(), tile.rect()));
    for (StreamInput stream : streams.values()) {
      stream.place(places.get(stream.streamId()));
    }
    if (dueNs - wantedNs < AWAITED_NS && streams.values().stream().anyMatch(stream -> stream.isAwaited(wantedNs))) {
      frames++;
      return;
    }
    List<View> views = new ArrayList<>();
    for (Tile tile : shown) {
      StreamInput stream = streams.get(tile.streamId());
      if (stream != null) {
        views.add(stream.view(tile, dueNs));
      }
    }
    pictures.turn(dueNs);
    sheet.newBackdrops().forEach(canvas::backdrop);
    canvas.compose(views, sheet.marks(shown, unixMs.getAsLong()));
    EncodedFrame frame = encoder.encode(canvas.picture(), frames, keyframeWanted);
    if (frame != null) {
      keyframeWanted &= !frame.keyframe();
      counters.add(MixCount.FRAME_MADE, 1);
      output.onVideo(frame, (dueNs - startNs) * VIDEO_CLOCK / NS_PER_S);
    }
    frames++;
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
    encoder.close();
  }
}
