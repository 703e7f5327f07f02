package io.ringcast.mixer.job;

import io.ringcast.mixer.audio.AudioInput;
import io.ringcast.mixer.audio.Concealment;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.DecodeOutcome;
import io.ringcast.mixer.codec.OpusDecoder;
import io.ringcast.mixer.codec.VideoDecoder;
import io.ringcast.mixer.intake.AudioIntake;
import io.ringcast.mixer.intake.AudioPacket;
import io.ringcast.mixer.intake.PictureQueue;
import io.ringcast.mixer.intake.PlayClock;
import io.ringcast.mixer.intake.Timeline;
import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.mixer.layout.Source;
import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.picture.Drawing;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.mixer.picture.View;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.TapHandle;
import org.jspecify.annotations.Nullable;

/** One stream's way into the mix: taps, intake, decoders, and what of it is seen and heard now. Owned by the mix's thread. */
final class StreamInput implements AutoCloseable {
  private static final int SAMPLE_RATE = 48_000;
  private static final int VIDEO_CLOCK = 90_000;
  private static final int PLACEHOLDER_WIDTH = 320;
  private static final int PLACEHOLDER_HEIGHT = 180;
  private static final long PLACEHOLDER_VERSION = -1;

  private final String userId;
  private final String streamId;
  private final PlayClock clock;
  private final PictureQueue pictures;
  private final float[] madeUp = new float[2 * OpusDecoder.FRAMES_MAX];
  private final Concealment concealment = new Concealment();
  private @Nullable Sound sound;
  private @Nullable Sight sight;
  private @Nullable Picture placeholder;
  private int lastFrames = 960;

  private record Sound(TapQueue queue, TapHandle tap, AudioIntake intake, OpusDecoder decoder, AudioInput input) {}

  private record Sight(TapQueue queue, TapHandle tap, VideoIntake intake, VideoDecoder decoder) {}

  /** Taps a stream's publications; one that does not exist is null. */
  StreamInput(String userId, String streamId, @Nullable PublicationSpec audio, @Nullable PublicationSpec video, MediaRoom room,
    @Nullable AudioInput input) throws CodecException {
    this.userId = userId;
    this.streamId = streamId;
    AudioIntake audioIntake = audio == null ? null : new AudioIntake(audio.codec());
    VideoIntake videoIntake = video == null ? null : new VideoIntake(video.codec().codec());
    clock = new PlayClock(audioIntake == null ? new Timeline(SAMPLE_RATE) : audioIntake.timeline(),
      videoIntake == null ? new Timeline(VIDEO_CLOCK) : videoIntake.timeline());
    pictures = new PictureQueue(clock);
    try {
      if (audio != null && audioIntake != null && input != null) {
        OpusDecoder decoder = new OpusDecoder();
        TapQueue queue = new TapQueue();
        sound = new Sound(queue, room.tap(audio.id(), queue), audioIntake, decoder, input);
      }
      if (video != null && videoIntake != null) {
        VideoDecoder decoder = new VideoDecoder(video.codec().codec());
        TapQueue queue = new TapQueue();
        sight = new Sight(queue, room.tap(video.id(), queue), videoIntake, decoder);
      }
    } catch (CodecException | RuntimeException e) {
      close();
      throw e;
    }
  }

  String streamId() {
    return streamId;
  }

  /** Takes in what came and decodes what is due. */
  void turn(long nowNs) {
    Sound heard = sound;
    if (heard != null) {
      takeSound(heard, nowNs);
    }
    Sight seen = sight;
    if (seen != null) {
      takeSight(seen);
    }
    clock.move(nowNs);
    if (seen != null) {
      decodeDue(seen, nowNs);
    }
  }

  private void takeSound(Sound heard, long nowNs) {
    for (TapQueue.Word word : heard.queue().take()) {
      switch (word) {
        case TapQueue.Packet packet -> heard.intake().onPacket(packet.bytes(), 0, packet.bytes().length, packet.arrivalNs());
        case TapQueue.Clock time -> heard.intake().onSenderReport(time.ntp(), time.rtpTimestamp());
      }
    }
    for (AudioPacket packet = heard.intake().poll(nowNs); packet != null; packet = heard.intake().poll(nowNs)) {
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

  private void decodeDue(Sight seen, long nowNs) {
    for (VideoFrame frame = seen.intake().poll(nowNs); frame != null; frame = seen.intake().poll(nowNs)) {
      pictures.add(frame);
    }
    for (VideoFrame frame = pictures.due(nowNs); frame != null; frame = pictures.due(nowNs)) {
      DecodeOutcome outcome = seen.decoder().decode(frame.data(), frame.data().length, frame.timestamp());
      if (outcome == DecodeOutcome.CORRUPT || outcome == DecodeOutcome.TOO_LARGE) {
        seen.intake().onUndecodable();
      }
    }
    if (seen.intake().asksKeyframe(nowNs)) {
      seen.tap().requestKeyframe();
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
      return new Source(userId, streamId, 0, 0, false);
    }
    return new Source(userId, streamId, seen.decoder().frame().width(), seen.decoder().frame().height(), false);
  }

  /** What it shows in a tile: its last good picture, or who it is. */
  View view(Tile tile) {
    Sight seen = sight;
    if (seen != null && seen.decoder().pictures() > 0) {
      return new View(tile, seen.decoder().frame(), seen.decoder().pictures());
    }
    Picture card = placeholder;
    if (card == null) {
      card = Drawing.placeholder(userId, PLACEHOLDER_WIDTH, PLACEHOLDER_HEIGHT);
      placeholder = card;
    }
    return new View(tile, card.frame(), PLACEHOLDER_VERSION);
  }

  @Override
  public void close() {
    if (sound != null) {
      sound.tap().close();
      sound.decoder().close();
    }
    if (sight != null) {
      sight.tap().close();
      sight.decoder().close();
    }
    if (placeholder != null) {
      placeholder.close();
    }
    sound = null;
    sight = null;
    placeholder = null;
  }
}
