package io.ringcast.relay.ingest;

import io.ringcast.mixer.output.RtpOut;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.FeedHandle;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.wire.Ntp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One track of an ingested stream as its room has it: opened with its first frame. Owned by the ingest's thread. */
final class Track implements AutoCloseable {
  private static final int VIDEO_TYPE = 96;
  private static final int AUDIO_TYPE = 111;

  /** The time of day at which all streams began: what they have in common matters, and encoders do not tell theirs. */
  private static final long ORIGIN_NS = 1_700_000_000_000_000_000L;
  private static final long NS_PER_MS = 1_000_000;
  private static final long MS_PER_REPORT = 1_000;

  private final Place place;
  private final IngestCounts counts;
  private final int ticksPerMs;
  private final RtpOut out = new RtpOut();
  private @Nullable FeedHandle feed;
  private boolean refused;
  private long reportedAt = Long.MIN_VALUE;
  private volatile boolean muted;

  Track(Place place, IngestCounts counts, int ticksPerMs) {
    this.place = place;
    this.counts = counts;
    this.ticksPerMs = ticksPerMs;
  }

  /** The codec of H.264 of this profile and level, as hexadecimal digits. */
  static CodecParameters h264(String profileLevelId) {
    String format = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profileLevelId;
    return new CodecParameters(Codec.H264, VIDEO_TYPE, CodecParameters.NO_RTX, format, true, true, false);
  }

  static CodecParameters opus() {
    return new CodecParameters(Codec.OPUS, AUDIO_TYPE, CodecParameters.NO_RTX, "minptime=10;stereo=1", false, false, false);
  }

  /** Publishes it, once; false when the room will not have it, or not yet. */
  boolean open(CodecParameters codec, Feed ear) {
    if (feed != null || refused) {
      return !refused;
    }
    String track = codec.codec() == Codec.OPUS ? "0" : "1";
    StreamSource source = new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN);
    PublicationSpec spec = new PublicationSpec(new PublicationId(place.streamId() + "_" + track), place.streamId(), track, codec,
        ExtensionIds.NONE, List.of(source));
    FeedHandle opened;
    try {
      opened = place.media().feed(spec, ear);
    } catch (IllegalArgumentException e) {
      // The publisher came again, and its last stream has not quite ended: the next frame finds its name free.
      return false;
    }
    if (!place.publish(spec)) {
      opened.close();
      refused = true;
      return false;
    }
    feed = opened;
    return true;
  }

  void mute(boolean mute) {
    muted = mute;
  }

  boolean muted() {
    return muted;
  }

  /**
   * Sends one frame; false when a part of it was dropped.
   *
   * @param at its time since the stream began, in the track's ticks
   */
  boolean send(List<byte[]> payloads, long at, boolean marked) {
    FeedHandle open = feed;
    if (open == null) {
      return false;
    }
    boolean[] whole = {true};
    out.send(payloads, (int) at, marked, (bytes, offset, length) -> whole[0] &= open.offer(Layer.BIG, bytes, offset, length));
    if (reportedAt == Long.MIN_VALUE || at - reportedAt >= MS_PER_REPORT * ticksPerMs) {
      reportedAt = at;
      open.report(Layer.BIG, Ntp.fromUnixNs(ORIGIN_NS + at * NS_PER_MS / ticksPerMs), (int) at);
    }
    if (!whole[0]) {
      counts.add(IngestCount.LOOP_BEHIND);
    }
    return whole[0];
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.close();
      feed = null;
    }
  }
}
