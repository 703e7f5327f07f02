package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;

/**
 * A room's mix without a thread and a clock of its own: who turns it says what time it is. For simulations and measurements; a server has
 * {@link MixJob}. Used by one thread.
 */
public final class TurnedMix implements AutoCloseable {
  private final RoomFeeds feeds;
  private final Mix mix;
  private long nowNs;

  /** A mix that is published as the stream {@code mix_main} of its room. */
  public TurnedMix(MediaRoom room, MixConfig config, Codec video, MixEar ear) throws CodecException {
    feeds = new RoomFeeds(video, () -> {});
    mix = new Mix(room, MixMemory.fresh(config), video, feeds, ear, MixSurroundings.of(() -> nowNs));
    feeds.open(room);
  }

  public void add(MixedStream stream) throws CodecException {
    mix.add(stream);
  }

  public void remove(String streamId) {
    mix.remove(streamId);
  }

  public void mute(String streamId, MediaKind kind, boolean muted) {
    mix.mute(streamId, kind, muted);
  }

  public void configure(MixConfig config) throws CodecException {
    mix.configure(config);
  }

  /** Makes what is due; returns when the next is. */
  public long turn(long nowNs) throws CodecException {
    this.nowNs = nowNs;
    mix.wanted(feeds.videoWanted(), feeds.audioWanted());
    for (Layer size : RoomFeeds.SIZES) {
      if (feeds.takeKeyframeWish(size)) {
        mix.wantKeyframe(size);
      }
    }
    return mix.turn(nowNs);
  }

  @Override
  public void close() {
    feeds.close();
    mix.close();
  }
}
