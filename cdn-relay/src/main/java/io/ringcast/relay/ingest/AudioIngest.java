package io.ringcast.relay.ingest;

import io.ringcast.mixer.codec.AacDecoder;
import io.ringcast.mixer.codec.AudioCodec;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A publisher's sound: AAC in, Opus out. Owned by the ingest's thread. */
final class AudioIngest implements Feed, AutoCloseable {
  private static final int BITRATE_BPS = 128_000;
  static final int SAMPLES_PER_MS = 48;
  private static final long US_PER_MS = 1_000;
  /** Clocks and roundings differ by less; what is further off was left out. */
  private static final long GAP_SAMPLES = 100 * SAMPLES_PER_MS;

  private final Track track;
  private final IngestCounts counts;
  private @Nullable AacDecoder decoder;
  private @Nullable AacConfig config;
  private @Nullable AudioEncoder encoder;
  private boolean broken;
  /** Where the encoder's first sample stands, in samples. */
  private long origin = Long.MIN_VALUE;
  private long fed;

  AudioIngest(Track track, IngestCounts counts) {
    this.track = track;
    this.counts = counts;
  }

  void take(AudioFrame frame, long timeUs) {
    if (broken || !ready(frame.config())) {
      counts.add(IngestCount.NO_CODEC);
      return;
    }
    AacDecoder aac = decoder;
    AudioEncoder opus = encoder;
    if (aac == null || opus == null) {
      return;
    }
    int samples = aac.decode(frame.data());
    if (samples == 0) {
      counts.add(IngestCount.CORRUPT);
      return;
    }
    if (!track.open(Track.opus(), this)) {
      counts.add(IngestCount.TRACK_REFUSED);
      return;
    }
    place(timeUs * SAMPLES_PER_MS / US_PER_MS);
    opus.encode(aac.samples(), samples, this::send);
    fed += samples;
  }

  /** Sound that was left out leaves a gap; what comes a little early or late does not. */
  private void place(long at) {
    if (origin == Long.MIN_VALUE || at - origin - fed > GAP_SAMPLES) {
      origin = at - fed;
    }
  }

  private void send(EncodedFrame packet) {
    if (track.muted()) {
      counts.add(IngestCount.MUTED);
      return;
    }
    track.send(List.of(packet.data()), origin + packet.pts(), false);
  }

  private boolean ready(AacConfig wanted) {
    if (wanted.equals(config)) {
      return true;
    }
    try {
      closeDecoder();
      decoder = new AacDecoder(wanted.bytes());
      if (encoder == null) {
        encoder = new AudioEncoder(AudioCodec.OPUS, BITRATE_BPS);
      }
      config = wanted;
      return true;
    } catch (CodecException e) {
      broken = true;
      return false;
    }
  }

  @Override
  public void onKeyframeRequested(Layer layer) {}

  @Override
  public void onDemand(Layer layer, boolean wanted) {}

  private void closeDecoder() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }

  @Override
  public void close() {
    closeDecoder();
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
    track.close();
  }
}
