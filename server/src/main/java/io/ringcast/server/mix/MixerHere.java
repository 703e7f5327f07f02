package io.ringcast.server.mix;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.config.VideoProfile;
import io.ringcast.mixer.job.MixCounters;
import io.ringcast.mixer.job.MixEar;
import io.ringcast.mixer.job.MixJob;
import io.ringcast.mixer.job.MixSurroundings;
import io.ringcast.mixer.job.MixedStream;
import io.ringcast.mixer.job.PictureSource;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.mix.MixFault;
import io.ringcast.signaling.mix.MixFaultException;
import io.ringcast.signaling.mix.MixSource;
import io.ringcast.signaling.mix.Mixes;
import io.ringcast.signaling.room.TrackDetails.LayerSize;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The mixer of this process, for the rooms of this process. */
public final class MixerHere implements Mixes {
  private final MixCounters counters = new MixCounters();
  private final MixSurroundings around;

  /**
   * A mixer that runs nothing yet.
   *
   * @param mediaClock the media plane's: {@code System::nanoTime}
   * @param clock the time of day
   * @param pictures brings those that documents name
   */
  public MixerHere(LongSupplier mediaClock, InstantSource clock, PictureSource pictures) {
    around = new MixSurroundings(mediaClock, clock::millis, pictures, counters);
  }

  /** What became of what its mixes took in and made. */
  public MixCounters counters() {
    return counters;
  }

  private record Read(MixConfig config) implements Plan {
    @Override
    public List<LayerSize> sizes() {
      return List.of(size(Layer.SMALL, config.tiny()), size(Layer.BIG, config.normal()));
    }

    private static LayerSize size(Layer layer, VideoProfile profile) {
      return new LayerSize(layer, profile.width(), profile.height(), profile.bitrateBps(), 0, "");
    }
  }

  private static MixConfig config(Plan plan) {
    if (plan instanceof Read read) {
      return read.config();
    }
    throw new IllegalArgumentException("somebody else read this document");
  }

  @Override
  public Plan read(String document) throws MixFaultException {
    try {
      return new Read(MixConfigReader.read(document));
    } catch (MixConfigException e) {
      throw new MixFaultException(e.field(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Running start(MediaRoom room, Plan plan, Ear ear) throws MixFaultException {
    try {
      return new Job(MixJob.start(room, config(plan), Codec.H264, around, new MixEar() {
        @Override
        public void onLayer(String streamId, @Nullable Layer layer) {
          ear.onLayer(streamId, layer);
        }

        @Override
        public void onLeftOut(String streamId) {
          ear.onLeftOut(streamId);
        }

        @Override
        public void onRestarted(io.ringcast.mixer.job.MixFault fault) {
          ear.onRestarted(MixFault.valueOf(fault.name()));
        }

        @Override
        public void onFailed(io.ringcast.mixer.job.MixFault fault) {
          ear.onFailed(MixFault.valueOf(fault.name()));
        }
      }));
    } catch (CodecException e) {
      throw new MixFaultException("", "The mix cannot be encoded: " + e.getMessage() + ".");
    } catch (IllegalArgumentException e) {
      throw new MixFaultException("", "The last mix of the room has not quite ended: try again.");
    }
  }

  private record Job(MixJob job) implements Running {
    @Override
    public List<PublicationSpec> publications() {
      return job.publications();
    }

    @Override
    public void add(MixSource source) {
      List<MixedStream.LayerSize> sizes = source.layers().stream()
        .map(layer -> new MixedStream.LayerSize(layer.layer(), layer.width(), layer.height())).toList();
      job.add(new MixedStream(
        source.userId(), source.streamId(), source.audio(), source.video(), sizes, source.screen(), source.encrypted(), source.roomId()));
    }

    @Override
    public void remove(String streamId) {
      job.remove(streamId);
    }

    @Override
    public void muteVideo(String streamId, boolean muted) {
      job.mute(streamId, MediaKind.VIDEO, muted);
    }

    @Override
    public void configure(Plan plan) {
      job.configure(config(plan));
    }

    @Override
    public boolean wanted() {
      return job.wanted();
    }

    @Override
    public void stop() {
      job.stop();
    }

    @Override
    public void await() {
      job.close();
    }
  }
}
