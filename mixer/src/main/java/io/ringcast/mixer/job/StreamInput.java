package io.ringcast.mixer.job;

import io.ringcast.mixer.audio.AudioInput;
import io.ringcast.mixer.audio.Concealment;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.DecodeOutcome;
import io.ringcast.mixer.codec.OpusDecoder;
import io.ringcast.mixer.codec.VideoDecoder;
import io.ringcast.mixer.intake.AudioIntake;
import io.ringcast.mixer.intake.AudioPacket;
import io.ringcast.mixer.intake.IntakeLoss;
import io.ringcast.mixer.intake.LossCounts;
import io.ringcast.mixer.intake.PictureQueue;
import io.ringcast.mixer.intake.PlayClock;
import io.ringcast.mixer.intake.Timeline;
import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Source;
import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.picture.Canvas;
import io.ringcast.mixer.picture.View;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.TapHandle;
import io.ringcast.sfu.api.UnknownPublicationException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One stream's way into the mix: taps, intake, decoders, and what of it is seen and heard now. Owned by the mix's thread. */
final class StreamInput implements AutoCloseable {
  /** A picture that stands still for longer is not a host who sits still: even a shared screen sends one a second. */
  static final long STALLED_NS = 5_000_000_000L;
  private static final int SAMPLE_RATE = 48_000;
  private static final int VIDEO_CLOCK = 90_000;
  private static final int USUAL_FRAMES = 960;

  private final MediaRoom room;
  private final MixEar ear;
  private final MixCounters counters;
  private final PlayClock clock;
  private final PictureQueue pictures;
  private final float[] madeUp = new float[2 * OpusDecoder.FRAMES_MAX];
  private final Concealment concealment = new Concealment();
  private final Cards cards;
  private MixedStream stream;
  private @Nullable AudioIntake audioIntake;
  private @Nullable Sight sight;
  private @Nullable Sound sound;
  private @Nullable TapHandle sightTap;
  private @Nullable Layer layer;
  private long pictureNs = Long.MIN_VALUE;
  /** Of the decoders before this one. */
  private long picturesBefore;
  private int turns;
  private int lastFrames = USUAL_FRAMES;
  private boolean muted;
  private long corrupt;
  private long late;

  private record Sound(TapQueue queue, TapHandle tap, OpusDecoder decoder, AudioInput input) {}

  private record Sight(PublicationId id, TapQueue queue, VideoIntake intake, VideoDecoder decoder) {}

  /** Begins to hear a stream, when there is an input for its sound; it is seen when it has a place. */
  StreamInput(MixedStream stream, MediaRoom room, @Nullable AudioInput input, MixEar ear, MixCounters counters) throws CodecException {
    this.stream = stream;
    this.room = room;
    this.ear = ear;
    this.counters = counters;
    cards = new Cards(stream.userId());
    audioIntake = audioIntake(stream);
    sight = sight(stream);
    clock = new PlayClock(audioTime(), videoTime());
    pictures = new PictureQueue(clock);
    try {
      hear(input);
    } catch (CodecException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Timeline audioTime() {
    return audioIntake == null ? new Timeline(SAMPLE_RATE) : audioIntake.timeline();
  }

  private Timeline videoTime() {
    return sight == null ? new Timeline(VIDEO_CLOCK) : sight.intake().timeline();
  }

  private static @Nullable AudioIntake audioIntake(MixedStream stream) {
    PublicationSpec audio = stream.audio();
    return audio == null ? null : new AudioIntake(audio.codec());
  }

  private static @Nullable Sight sight(MixedStream stream) throws CodecException {
    PublicationSpec video = stream.video();
    if (video == null || stream.encrypted()) {
      return null;
    }
    Codec codec = video.codec().codec();
    return new Sight(video.id(), new TapQueue(),
      new VideoIntake(codec, video.extensions().id(HeaderExtension.VIDEO_ORIENTATION)), new VideoDecoder(codec));
  }

  MixedStream stream() {
    return stream;
  }

  String streamId() {
    return stream.streamId();
  }

  /**
   * Is this stream from now on, whose publisher changed what it publishes: what stays goes on undisturbed, what is new begins. Nothing of
   * it is muted.
   *
   * @param input brings the input for its sound; asked only when there is another one
   */
  void become(MixedStream next, Supplier<@Nullable AudioInput> input) throws CodecException {
    boolean otherSight = !Objects.equals(next.video(), stream.video()) || next.encrypted() != stream.encrypted();
    boolean otherSound = !Objects.equals(next.audio(), stream.audio()) || next.encrypted() != stream.encrypted();
    stream = next;
    muted = false;
    if (otherSight) {
      closeSight();
      sight = sight(next);
      clock.video(videoTime());
    }
    if (otherSound) {
      hush();
      audioIntake = audioIntake(next);
      clock.audio(audioTime());
      hear(input.get());
    }
  }

  private void closeSight() {
    account();
    if (sightTap != null) {
      sightTap.close();
      sightTap = null;
    }
    if (sight != null) {
      picturesBefore += sight.decoder().pictures();
      sight.decoder().close();
      sight = null;
    }
    layer = null;
    pictures.clear();
    pictureNs = Long.MIN_VALUE;
  }

  /** Is heard by this input from now on, or not at all. */
  void hear(@Nullable AudioInput input) throws CodecException {
    hush();
    PublicationSpec audio = stream.audio();
    if (input != null && audio != null && audioIntake != null) {
      audioIntake.restart();
      TapQueue queue = new TapQueue();
      TapHandle tap = tap(audio.id(), queue);
      sound = tap == null ? null : new Sound(queue, tap, decoder(tap), input);
    }
  }

  private void hush() {
    account();
    if (sound != null) {
      sound.tap().close();
      sound.decoder().close();
      sound = null;
    }
  }

  /** None of a publication that has just ended: the stream is about to go. */
  private @Nullable TapHandle tap(PublicationId id, TapQueue queue) {
    try {
      return room.tap(id, queue);
    } catch (UnknownPublicationException e) {
      return null;
    }
  }

  private static OpusDecoder decoder(TapHandle tap) throws CodecException {
    try {
      return new OpusDecoder();
    } catch (CodecException e) {
      tap.close();
      throw e;
    }
  }

  boolean isHeard() {
    return sound != null;
  }

  /** Has this place on the canvas, or none: then nothing of its picture comes or is decoded. */
  void place(@Nullable Rect place) {
    Sight seen = sight;
    if (seen == null) {
      return;
    }
    Layer wanted = place == null || muted ? null : stream.layerFor(place);
    if (wanted == layer) {
      return;
    }
    TapHandle tap = sightTap;
    if (wanted == null && tap != null) {
      tap.close();
      sightTap = null;
    } else if (wanted != null && tap == null) {
      seen.queue().take();
      seen.intake().restart();
      pictures.clear();
      tap = tap(seen.id(), seen.queue());
      if (tap == null) {
        return;
      }
      sightTap = tap;
    }
    if (wanted != null && tap != null) {
      tap.want(wanted);
    }
    layer = wanted;
    ear.onLayer(streamId(), wanted);
  }

  /** Its publisher shows nothing, or something again. */
  void mute(boolean now) {
    muted = now;
  }

  boolean isMuted() {
    return muted;
  }

  /** Takes in what came and decodes what is due. */
  void turn(long nowNs, DecodeBudget budget) {
    Sound heard = sound;
    if (heard != null && audioIntake != null) {
      takeSound(heard, audioIntake, nowNs);
    }
    Sight seen = sightTap == null ? null : sight;
    if (seen != null) {
      takeSight(seen);
    }
    boolean jumps = clock.move(nowNs);
    if (jumps && heard != null) {
      heard.input().jump();
    }
    if (seen != null) {
      decodeDue(seen, nowNs, budget);
    }
  }

  private void takeSound(Sound heard, AudioIntake intake, long nowNs) {
    for (TapQueue.Word word : heard.queue().take()) {
      switch (word) {
        case TapQueue.Packet packet -> intake.onPacket(packet.bytes(), 0, packet.bytes().length, packet.arrivalNs());
        case TapQueue.Clock time -> intake.onSenderReport(time.ntp(), time.rtpTimestamp());
      }
    }
    for (AudioPacket packet = intake.poll(nowNs); packet != null; packet = intake.poll(nowNs)) {
      int frames = packet.isLost() ? 0 : heard.decoder().decode(packet.data(), 0, packet.data().length);
      if (frames == 0) {
        concealment.makeUp(madeUp, lastFrames);
        heard.input().write(packet.timestamp(), madeUp, lastFrames);
      } else {
        lastFrames = frames;
        concealment.onDecoded(heard.decoder().samples(), frames);
        heard.input().write(packet.timestamp(), heard.decoder().samples(), frames);
      }
    }
  }

  private static void takeSight(Sight seen) {
    for (TapQueue.Word word : seen.queue().take()) {
      switch (word) {
        case TapQueue.Packet packet -> seen.intake().onPacket(packet.bytes(), 0, packet.bytes().length, packet.arrivalNs());
        case TapQueue.Clock time -> seen.intake().onSenderReport(time.ntp(), time.rtpTimestamp());
      }
    }
  }

  private void decodeDue(Sight seen, long nowNs, DecodeBudget budget) {
    for (VideoFrame whole = seen.intake().poll(nowNs); whole != null; whole = seen.intake().poll(nowNs)) {
      pictures.add(whole, nowNs);
    }
    if (pictures.giveUpLate(nowNs)) {
      seen.intake().onUndecodable();
      late++;
    }
    while (isNext(seen, nowNs) && budget.take()) {
      decode(seen, Objects.requireNonNull(pictures.due(nowNs)), nowNs);
    }
    TapHandle tap = sightTap;
    if (tap != null && seen.intake().asksKeyframe(nowNs)) {
      tap.requestKeyframe();
    }
  }

  /** The last one that is due waits for the canvas, but for the first of all, which tells how large the stream is. */
  private boolean isNext(Sight seen, long nowNs) {
    return seen.decoder().pictures() == 0 ? pictures.isDue(nowNs) : pictures.isOverdue(nowNs);
  }

  private void decode(Sight seen, VideoFrame frame, long nowNs) {
    DecodeOutcome outcome = seen.decoder().decode(frame.data(), frame.data().length, frame.timestamp());
    if (outcome == DecodeOutcome.CORRUPT || outcome == DecodeOutcome.TOO_LARGE) {
      seen.intake().onUndecodable();
      corrupt++;
    } else if (outcome == DecodeOutcome.FRAME) {
      pictureNs = nowNs;
      turns = frame.turns();
    }
  }

  /** Adds what it lost since this was asked last to what all mixes lost. */
  void account() {
    if (audioIntake != null) {
      account(audioIntake.losses());
    }
    if (sight != null) {
      account(sight.intake().losses());
      counters.add(MixCount.TAP_FULL, sight.queue().takeDropped());
    }
    if (sound != null) {
      counters.add(MixCount.TAP_FULL, sound.queue().takeDropped());
      counters.add(MixCount.SOUND_JUMPED, sound.input().takeJumps());
    }
    counters.add(MixCount.PICTURE_CORRUPT, corrupt);
    counters.add(MixCount.PICTURES_LATE, late);
    corrupt = 0;
    late = 0;
  }

  private void account(LossCounts losses) {
    for (IntakeLoss loss : IntakeLoss.values()) {
      counters.add(MixCount.of(loss), losses.takeNew(loss));
    }
  }

  /** Which position of its sound is due; NaN for none. */
  double soundDue(long nowNs) {
    return sound == null ? Double.NaN : clock.audioDue(nowNs, SAMPLE_RATE);
  }

  /** What the layout must know of it. */
  Source source() {
    Sight seen = sight;
    if (seen == null || seen.decoder().pictures() == 0) {
      return new Source(stream.userId(), streamId(), 0, 0, stream.screen());
    }
    View.Size size = View.size(seen.decoder().frame(), turns);
    return new Source(stream.userId(), streamId(), size.width(), size.height(), stream.screen());
  }

  /** Whether it has a place, and no picture of this time or later has come. */
  boolean isAwaited(long sinceNs, long nowNs) {
    return layer != null && pictureNs < sinceNs && !pictures.isDue(nowNs);
  }

  /** Puts on the canvas what it shows in a tile: its last good picture, or who it is when there is none, or none for long. */
  void show(Tile tile, long nowNs, Canvas canvas) {
    Sight seen = sightTap == null ? null : sight;
    for (int i = 0; seen != null && i < DecodeBudget.A_SHOWN_PICTURE && pictures.isDue(nowNs); i++) {
      decode(seen, Objects.requireNonNull(pictures.due(nowNs)), nowNs);
    }
    canvas.put(view(tile, nowNs));
  }

  private View view(Tile tile, long nowNs) {
    Sight seen = sight;
    if (seen != null && !muted && seen.decoder().pictures() > 0 && nowNs < pictureNs + STALLED_NS) {
      return new View(tile, seen.decoder().frame(), picturesBefore + seen.decoder().pictures(), turns);
    }
    return cards.view(tile, stream.encrypted() ? Cards.Reason.ENCRYPTED : Cards.Reason.NO_PICTURE);
  }

  @Override
  public void close() {
    hush();
    closeSight();
    cards.close();
  }
}
