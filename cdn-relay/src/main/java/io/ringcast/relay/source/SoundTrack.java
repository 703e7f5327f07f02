package io.ringcast.relay.source;

import io.ringcast.mixer.codec.AudioCodec;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.OpusDecoder;
import io.ringcast.mixer.intake.AudioIntake;
import io.ringcast.mixer.intake.AudioPacket;
import io.ringcast.mixer.intake.Timeline;
import io.ringcast.mixer.job.TapQueue;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.TapHandle;
import java.util.function.Consumer;

/** A publication of Opus: from its packets to AAC. Owned by the live stream's thread. */
final class SoundTrack implements AutoCloseable {
  /** Voices and music in stereo, as LiveURLs of others have it. */
  private static final int BITRATE_BPS = 128_000;

  private final PublicationSpec spec;
  private final TapQueue queue = new TapQueue();
  private final AudioIntake intake;
  private final OpusDecoder decoder;
  private final AacVoice voice;
  private final TapHandle tap;

  SoundTrack(MediaRoom room, PublicationSpec spec) throws CodecException {
    this.spec = spec;
    intake = new AudioIntake(spec.codec());
    decoder = new OpusDecoder();
    AudioEncoder encoder = null;
    try {
      encoder = new AudioEncoder(AudioCodec.AAC, BITRATE_BPS);
      voice = new AacVoice(encoder);
      tap = room.tap(spec.id(), queue);
    } catch (CodecException | RuntimeException e) {
      decoder.close();
      if (encoder != null) {
        encoder.close();
      }
      throw e;
    }
  }

  PublicationSpec spec() {
    return spec;
  }

  Timeline timeline() {
    return intake.timeline();
  }

  /** Takes in what came. */
  void listen() {
    for (TapQueue.Word word : queue.take()) {
      switch (word) {
        case TapQueue.Packet packet -> intake.onPacket(packet.bytes(), 0, packet.bytes().length, packet.arrivalNs());
        case TapQueue.Clock time -> intake.onSenderReport(time.ntp(), time.rtpTimestamp());
      }
    }
  }

  /** Hands over the sounds that are whole; where none came for long there is silence. */
  void take(long nowNs, StreamClock clock, Consumer<Frame> out) {
    AacVoice.Out timed = (config, timestamp, data) -> out.accept(new AudioFrame(config, clock.soundUs(timestamp), data));
    for (AudioPacket packet = intake.poll(nowNs); packet != null; packet = intake.poll(nowNs)) {
      int frames = packet.isLost() ? 0 : decoder.decode(packet.data(), 0, packet.data().length);
      if (frames > 0) {
        voice.say(packet.timestamp(), decoder.samples(), frames, timed);
      }
    }
    if (intake.timeline().started()) {
      voice.keepSilence(intake.timeline().timestampAt(nowNs), timed);
    }
  }

  @Override
  public void close() {
    tap.close();
    decoder.close();
    voice.close();
  }
}
