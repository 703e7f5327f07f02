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
  /** A sound comes up to so much later than the pictures that it belongs to; before it there is silence, since players want both. */
  private static final long LEAD_US = 1_000_000;
  private static final long US_PER_S = 1_000_000;

  private final PublicationSpec spec;
  private final TapQueue queue = new TapQueue();
  private final AudioIntake intake;
  private final OpusDecoder decoder;
  private final AacVoice voice;
  private final TapHandle tap;
  private long endUs;

  /** @param silentFromUs since when the stream has no sound */
  SoundTrack(MediaRoom room, PublicationSpec spec, long silentFromUs) throws CodecException {
    this.spec = spec;
    endUs = silentFromUs;
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
    AacVoice.Out timed = (config, timestamp, data) -> {
      long timeUs = clock.soundUs(timestamp);
      endUs = timeUs + config.frameSamples() * US_PER_S / config.sampleRateHz();
      out.accept(new AudioFrame(config, timeUs, data));
    };
    for (AudioPacket packet = intake.poll(nowNs); packet != null; packet = intake.poll(nowNs)) {
      int frames = packet.isLost() ? 0 : decoder.decode(packet.data(), 0, packet.data().length);
      if (frames > 0) {
        if (!voice.begun()) {
          long leadUs = Math.clamp(clock.soundUs(packet.timestamp()) - endUs, 0, LEAD_US);
          voice.begin(packet.timestamp() - leadUs * spec.codec().codec().clockRateHz() / US_PER_S);
        }
        voice.say(packet.timestamp(), decoder.samples(), frames, timed);
      }
    }
    if (intake.timeline().started()) {
      voice.keepSilence(intake.timeline().timestampAt(nowNs), timed);
    }
  }

  /** Until when there is sound. */
  long endUs() {
    return endUs;
  }

  @Override
  public void close() {
    tap.close();
    decoder.close();
    voice.close();
  }
}
