package io.ringcast.relay.ingest;

import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.output.H264Payloads;
import io.ringcast.relay.media.NalUnits;
import io.ringcast.relay.media.VideoFrame;
import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.Layer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's pictures: passed on as they are where browsers can show them as they come, else decoded and encoded anew. Owned by the
 * ingest's thread, but for the keyframe requests.
 *
 * <pre>
 * Passing     → Transcoding  a keyframe that is shown later than it is decoded (B-frames follow), or that came long after the last
 * Passing     → Waiting      another picture that is shown later than it is decoded, or one that was lost
 * Waiting     → Passing, Transcoding  a keyframe
 * Transcoding stays so
 * </pre>
 */
final class VideoIngest implements Feed, AutoCloseable {
  static final int TICKS_PER_MS = 90;
  private static final long US_PER_MS = 1_000;
  /** Who joins waits for a keyframe: with these half a second on average, two at most. */
  static final long KEYFRAMES_US = 3_000_000;
  /** Bytes of profile, constraints and level in a sequence parameter set. */
  private static final int PROFILE_OFFSET = 1;
  private static final int PROFILE_BYTES = 3;

  private final Track track;
  private final IngestCounts counts;
  private @Nullable VideoTranscoder transcoder;
  private IngestCount why = IngestCount.TRANSCODED_B_FRAMES;
  private boolean waiting = true;
  private boolean broken;
  private String coded = "";
  private long keyframeUs = Long.MIN_VALUE;
  private volatile boolean keyframeWanted;

  VideoIngest(Track track, IngestCounts counts) {
    this.track = track;
    this.counts = counts;
  }

  void take(VideoFrame frame, long timeUs) {
    if (broken) {
      counts.add(IngestCount.NO_CODEC);
      return;
    }
    if (frame.keyframe()) {
      onKeyframe(frame, timeUs);
    } else if (transcoder == null && frame.compositionUs() != 0) {
      waiting = true;
      why = IngestCount.TRANSCODED_B_FRAMES;
    }
    if (waiting) {
      counts.add(IngestCount.AWAITING_KEYFRAME);
      return;
    }
    VideoTranscoder coder = transcoder;
    if (coder == null) {
      pass(frame, timeUs);
    } else {
      transcode(coder, frame, timeUs);
    }
  }

  /** A picture was lost: those that refer to it are, too. */
  void lost() {
    waiting = true;
  }

  private void onKeyframe(VideoFrame frame, long timeUs) {
    boolean far = keyframeUs != Long.MIN_VALUE && timeUs - keyframeUs > KEYFRAMES_US;
    keyframeUs = timeUs;
    waiting = false;
    if (transcoder != null || (frame.compositionUs() == 0 && !far)) {
      return;
    }
    why = frame.compositionUs() == 0 ? IngestCount.TRANSCODED_FAR_KEYFRAMES : IngestCount.TRANSCODED_B_FRAMES;
    try {
      transcoder = new VideoTranscoder();
    } catch (CodecException e) {
      broken = true;
      waiting = true;
    }
  }

  private void pass(VideoFrame frame, long timeUs) {
    List<byte[]> units = new ArrayList<>();
    if (frame.keyframe()) {
      units.addAll(frame.config().parameterSets());
    }
    units.addAll(Objects.requireNonNullElse(NalUnits.behindLengths(frame.data(), 0, frame.data().length), List.of()));
    byte[] first = frame.config().parameterSets().getFirst();
    String profile = HexFormat.of().formatHex(first, PROFILE_OFFSET, PROFILE_OFFSET + PROFILE_BYTES);
    send(NalUnits.withStartCodes(units), timeUs, profile, frame.keyframe());
  }

  private void transcode(VideoTranscoder coder, VideoFrame frame, long timeUs) {
    boolean keyframe = keyframeWanted;
    keyframeWanted = false;
    boolean good = coder.transcode(frame, timeUs, keyframe, (encoded, shownUs) -> {
      counts.add(why);
      coded = encoded.keyframe() ? VideoTranscoder.profile(encoded.data()) : coded;
      send(encoded.data(), shownUs, coded, encoded.keyframe());
    });
    if (!good) {
      counts.add(IngestCount.CORRUPT);
    }
  }

  private void send(byte[] unit, long timeUs, String profile, boolean keyframe) {
    if (track.muted()) {
      counts.add(IngestCount.MUTED);
      lostBehind();
      return;
    }
    if (!track.open(Track.h264(profile), this)) {
      counts.add(IngestCount.TRACK_REFUSED);
      lostBehind();
      return;
    }
    if (!track.send(H264Payloads.of(unit), timeUs * TICKS_PER_MS / US_PER_MS, true) && !keyframe) {
      lostBehind();
    }
  }

  /** Behind the transcoder only its encoder has to begin anew. */
  private void lostBehind() {
    keyframeWanted = true;
    waiting |= transcoder == null;
  }

  @Override
  public void onKeyframeRequested(Layer layer) {
    keyframeWanted = true;
  }

  @Override
  public void onDemand(Layer layer, boolean wanted) {
    keyframeWanted |= wanted;
  }

  @Override
  public void close() {
    if (transcoder != null) {
      transcoder.close();
      transcoder = null;
    }
    track.close();
  }
}
