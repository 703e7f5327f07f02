package io.ringcast.bench.mixer;

import io.ringcast.mixer.audio.AudioFormat;
import io.ringcast.mixer.codec.AudioCodec;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.DecodeOutcome;
import io.ringcast.mixer.codec.OpusDecoder;
import io.ringcast.mixer.codec.VideoDecoder;
import io.ringcast.mixer.codec.VideoEncoder;
import io.ringcast.mixer.codec.VideoFormat;
import io.ringcast.mixer.config.RenderMode;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.picture.Canvas;
import io.ringcast.mixer.picture.View;
import io.ringcast.sfu.api.Codec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The least that a mix costs: its codecs alone, on the frames that the mix decodes and the pictures that it encodes. */
final class CodecFloor {
  private static final int AUDIO_KBPS = 64_000;
  private static final int PACKETS_PER_SECOND = 50;

  private final MixLoad load;
  private final ClipReader.Content video;
  private final ClipReader.Content audio;
  private final CpuClock clock = new CpuClock();

  /** The floor below a mix of inputs that play {@code picture} and the sound of {@code sound}. */
  CodecFloor(MixLoad load, Path picture, Path sound) throws IOException {
    this.load = load;
    video = ClipReader.read(picture);
    audio = ClipReader.read(sound);
  }

  double cpuSeconds() throws CodecException {
    clock.restart();
    videoFloor();
    audioFloor();
    return clock.spentSeconds();
  }

  private void videoFloor() throws CodecException {
    List<Rect> places = load.places();
    List<VideoDecoder> decoders = new ArrayList<>();
    VideoFormat format = new VideoFormat(Codec.H264, load.width(), load.height(), MixLoad.FRAMES_PER_SECOND,
      MixLoad.bitrateBps(load.height()), 0);
    try (Canvas canvas = new Canvas(load.width(), load.height(), 0); VideoEncoder encoder = new VideoEncoder(format)) {
      for (int i = 0; i < load.inputs(); i++) {
        decoders.add(new VideoDecoder(Codec.H264));
      }
      for (int frame = 0; frame < load.seconds() * MixLoad.FRAMES_PER_SECOND; frame++) {
        byte[] data = video.video().get(frame % video.video().size());
        List<View> views = new ArrayList<>();
        boolean good = true;
        clock.begin();
        for (VideoDecoder decoder : decoders) {
          good &= decoder.decode(data, data.length, frame) == DecodeOutcome.FRAME;
        }
        clock.end();
        if (!good) {
          throw new IllegalStateException("frame " + frame + " of the clip cannot be decoded");
        }
        for (int i = 0; i < load.inputs(); i++) {
          Tile tile = new Tile(MixLoad.streamId(i), places.get(i), RenderMode.CROP);
          views.add(new View(tile, decoders.get(i).frame(), decoders.get(i).pictures()));
        }
        canvas.compose(views, List.of());
        clock.begin();
        encoder.encode(canvas.picture(), frame, false);
        clock.end();
      }
    } finally {
      decoders.forEach(VideoDecoder::close);
    }
  }

  private void audioFloor() throws CodecException {
    List<OpusDecoder> decoders = new ArrayList<>();
    try (AudioEncoder encoder = new AudioEncoder(AudioCodec.OPUS, AUDIO_KBPS)) {
      for (int i = 0; i < load.inputs(); i++) {
        decoders.add(new OpusDecoder());
      }
      float[] block = new float[2 * AudioFormat.BLOCK_SAMPLES];
      for (int packet = 0; packet < load.seconds() * PACKETS_PER_SECOND; packet++) {
        byte[] data = audio.audio().get(packet % audio.audio().size());
        clock.begin();
        for (OpusDecoder decoder : decoders) {
          decoder.decode(data, 0, data.length);
        }
        clock.end();
        for (int i = 0; i < block.length; i++) {
          block[i] = load.inputs() * decoders.getFirst().samples()[i];
        }
        clock.begin();
        encoder.encode(block, block.length / AudioFormat.CHANNELS, out -> {});
        clock.end();
      }
    } finally {
      decoders.forEach(OpusDecoder::close);
    }
  }
}
