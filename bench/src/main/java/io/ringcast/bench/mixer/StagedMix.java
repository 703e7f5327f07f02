package io.ringcast.bench.mixer;

import io.ringcast.client.stage.Clip;
import io.ringcast.client.stage.StageRoom;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.job.MixEar;
import io.ringcast.mixer.job.MixedStream;
import io.ringcast.mixer.job.TurnedMix;
import io.ringcast.mixer.output.H264Payloads;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.wire.RtpView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mixer's own way: packets of a staged room, turned as fast as it can, in the time of the media. */
final class StagedMix {
  private static final int VIDEO_CLOCK = 90_000;
  private static final int AUDIO_CLOCK = 48_000;
  private static final int AUDIO_TICKS = 960;
  private static final long NS_PER_S = 1_000_000_000L;
  private static final List<Layer> LAYERS = List.of(Layer.BIG, Layer.MEDIUM, Layer.SMALL);

  private final MixLoad load;
  private final Map<Layer, Clip> videos = new EnumMap<>(Layer.class);
  private final List<MixedStream.LayerSize> sizes = new ArrayList<>();
  private final Clip audio;

  /**
   * A mix.
   *
   * @param simulcast whether inputs come in all sizes of the clip, or in the largest only
   */
  StagedMix(MixLoad load, SourceClip clip, boolean simulcast) throws IOException {
    this.load = load;
    List<byte[]> sound = List.of();
    for (int i = 0; i < (simulcast ? clip.files().size() : 1); i++) {
      ClipReader.Content content = ClipReader.read(clip.files().get(i));
      List<List<byte[]>> frames = content.video().stream().map(H264Payloads::of).toList();
      videos.put(LAYERS.get(i), new Clip(frames, VIDEO_CLOCK / MixLoad.FRAMES_PER_SECOND, VIDEO_CLOCK, frames.size()));
      int height = clip.heights().get(i);
      sizes.addFirst(new MixedStream.LayerSize(LAYERS.get(i), MixLoad.width(height), height));
      sound = i == 0 ? content.audio() : sound;
    }
    audio = new Clip(sound.stream().map(List::of).toList(), AUDIO_TICKS, AUDIO_CLOCK, 1);
  }

  /**
   * What it cost.
   *
   * @param cpuSeconds of the mix's thread
   * @param othersSeconds of the JVM's own threads
   * @param height of the copy that was taken of each input
   */
  record Cost(double cpuSeconds, double othersSeconds, int height) {}

  Cost run(int warmUpSeconds) throws CodecException {
    StageRoom room = new StageRoom(new RoomKey("bench", "mixer"));
    Viewer viewer = new Viewer();
    Map<String, Layer> taken = new HashMap<>();
    MixEar ear = new MixEar() {
      @Override
      public void onLayer(String streamId, @Nullable Layer layer) {
        if (layer != null) {
          taken.put(streamId, layer);
        }
      }
    };
    room.tap(new PublicationId("mix_main_0"), viewer);
    room.tap(new PublicationId("mix_main_1"), viewer);
    try (TurnedMix mix = new TurnedMix(room, load.config(), Codec.H264, ear)) {
      for (int i = 0; i < load.inputs(); i++) {
        mix.add(host(room, i));
      }
      CpuClock clock = new CpuClock();
      long nowNs = turnUntil(mix, room, clock, 0, warmUpSeconds * NS_PER_S);
      viewer.frames = 0;
      clock.restart();
      turnUntil(mix, room, clock, nowNs, (warmUpSeconds + load.seconds()) * NS_PER_S);
      if (Math.abs(viewer.frames - (long) load.seconds() * MixLoad.FRAMES_PER_SECOND) > 1) {
        throw new IllegalStateException(viewer.frames + " pictures in " + load.seconds() + " s");
      }
      Layer layer = taken.getOrDefault(MixLoad.streamId(0), Layer.BIG);
      int height = sizes.stream().filter(size -> size.layer() == layer).findFirst().orElseThrow().height();
      return new Cost(clock.spentSeconds(), clock.othersSeconds(), height);
    }
  }

  private static long turnUntil(TurnedMix mix, StageRoom room, CpuClock clock, long startNs, long untilNs) throws CodecException {
    long nowNs = startNs;
    while (nowNs < untilNs) {
      room.play(nowNs);
      clock.begin();
      long nextNs = mix.turn(nowNs);
      clock.end();
      nowNs = nextNs;
    }
    return nowNs;
  }

  /** They do not capture at the same instant. */
  private MixedStream host(StageRoom room, int number) {
    PublicationSpec sound = spec(number, 0, Codec.OPUS);
    PublicationSpec picture = spec(number, 1, Codec.H264);
    long startNs = number * NS_PER_S / MixLoad.FRAMES_PER_SECOND / load.inputs();
    room.publish(sound, Map.of(Layer.BIG, audio), startNs, 0);
    room.publish(picture, videos, startNs, 0);
    return new MixedStream(MixLoad.userId(number), MixLoad.streamId(number), sound, picture, sizes, false, false);
  }

  private static PublicationSpec spec(int number, int track, Codec codec) {
    CodecParameters parameters = new CodecParameters(codec, 96 + track, CodecParameters.NO_RTX, "", true, true, false);
    return new PublicationSpec(new PublicationId(MixLoad.streamId(number) + "_" + track), MixLoad.streamId(number), String.valueOf(track),
      parameters, ExtensionIds.NONE, List.of(new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN)));
  }

  /** Counts pictures. */
  private static final class Viewer implements Tap {
    private final RtpView view = new RtpView();
    private long frames;

    @Override
    public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {
      if (view.wrap(bytes, offset, length) && view.marker()) {
        frames++;
      }
    }

    @Override
    public void onEnd() {}
  }
}
