package io.ringcast.mixer.intake;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.SequenceUnwrapper;
import io.ringcast.sfu.wire.TimestampUnwrapper;
import io.ringcast.sfu.wire.payload.Av1Format;
import io.ringcast.sfu.wire.payload.H264Format;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import io.ringcast.sfu.wire.payload.Vp8Format;
import io.ringcast.sfu.wire.payload.Vp9Format;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One publication's video from packets to whole pictures. It begins at a keyframe; when a part of a picture is lost, nothing is given out
 * until the next keyframe, which it asks for, and the mix goes on with the last good picture. Owned by one thread.
 */
public final class VideoIntake {
  /** A retransmission has come by then, on most paths; longer waiting would be seen as delay. */
  static final long WAIT_NS = 100_000_000;
  /** Keyframes cost their publisher bits: one that was asked for has come by then, or the request was lost. */
  static final long KEYFRAME_PAUSE_NS = 500_000_000;
  private static final int VIDEO_CLOCK = 90_000;
  private static final int NOT_NEGOTIATED = 0;
  private static final int TURNS_MASK = 0x03;

  private final LossCounts losses = new LossCounts();
  private final ReorderQueue queue = new ReorderQueue(WAIT_NS, losses);
  private final SequenceUnwrapper sequences = new SequenceUnwrapper();
  private final TimestampUnwrapper timestamps = new TimestampUnwrapper();
  private final Timeline timeline = new Timeline(VIDEO_CLOCK);
  private final RtpView view = new RtpView();
  private final PayloadFormat format;
  private final PayloadInfo info = new PayloadInfo();
  private final Depacketizer depacketizer;
  private final FrameBytes frame = new FrameBytes();
  private final int orientationId;
  private int ssrc;
  private long expected = -1;
  private long frameTimestamp;
  private boolean frameOpen;
  private boolean frameBroken;
  private boolean frameKey;
  private boolean needsKeyframe = true;
  /** As it was said last: it is said with keyframes and when it changes. */
  private int turns;
  private long keyframeAskedNs = Long.MIN_VALUE / 2;

  /** For pictures that stand upright. */
  public VideoIntake(Codec codec) {
    this(codec, NOT_NEGOTIATED);
  }

  /** @param orientationId of the header extension that says how a phone is held (3GPP TS 26.114 section 7.4.5), 0 when there is none */
  public VideoIntake(Codec codec, int orientationId) {
    this.orientationId = orientationId;
    switch (codec) {
      case H264 -> {
        format = new H264Format();
        depacketizer = new H264Depacketizer();
      }
      case VP8 -> {
        format = new Vp8Format();
        depacketizer = new DescribedDepacketizer(DescribedDepacketizer::vp8);
      }
      case VP9 -> {
        format = new Vp9Format();
        depacketizer = new Vp9Depacketizer();
      }
      case AV1 -> {
        format = new Av1Format();
        depacketizer = new Av1Depacketizer();
      }
      default -> throw new IllegalArgumentException(codec + " is not mixed");
    }
  }

  /** Takes one packet of the tap; its bytes are copied. */
  public void onPacket(byte[] bytes, int offset, int length, long arrivalNs) {
    if (!view.wrap(bytes, offset, length)) {
      losses.count(IntakeLoss.MALFORMED);
      return;
    }
    if (view.ssrc() != ssrc) {
      ssrc = view.ssrc();
      restart();
    }
    byte[] payload = Arrays.copyOfRange(bytes, view.payloadOffset(), view.payloadOffset() + view.payloadLength());
    long timestamp = timestamps.unwrap(view.timestamp());
    timeline.onArrival(timestamp, arrivalNs);
    queue.offer(new Incoming(sequences.unwrap(view.sequence()), timestamp, view.marker(), payload, arrivalNs, turns()));
  }

  /** |0|0|0|0|camera|flip|turns|: mirroring is the publisher's own affair. */
  private int turns() {
    boolean told = orientationId != NOT_NEGOTIATED && view.findExtension(orientationId) && view.extensionLength() > 0;
    return told ? view.bytes()[view.extensionOffset()] & TURNS_MASK : Incoming.UNTOLD;
  }

  /** What comes next is another stretch of the stream: it begins anew, at a keyframe. */
  public void restart() {
    sequences.reset();
    timestamps.reset();
    timeline.restart();
    queue.clear();
    expected = -1;
    abandonFrame();
    needsKeyframe = true;
  }

  /** The publisher says which of its times a timestamp is; of what does not come yet it says nothing. */
  public void onSenderReport(long ntp, int rtpTimestamp) {
    if (timestamps.started()) {
      timeline.onReport(Ntp.toUnixNs(ntp), timestamps.peek(rtpTimestamp));
    }
  }

  /** The next whole picture that can be decoded; null when there is none now. */
  public @Nullable VideoFrame poll(long nowNs) {
    for (Incoming packet = queue.poll(nowNs); packet != null; packet = queue.poll(nowNs)) {
      VideoFrame whole = take(packet);
      if (whole != null) {
        return whole;
      }
    }
    return null;
  }

  private @Nullable VideoFrame take(Incoming packet) {
    boolean gap = expected >= 0 && packet.sequence() != expected;
    expected = packet.sequence() + 1;
    if (gap) {
      breakFrame();
      needsKeyframe = true;
    }
    if (packet.payload().length == 0) {
      return null;
    }
    if (frameOpen && packet.timestamp() != frameTimestamp) {
      breakFrame();
      finish();
    }
    if (!frameOpen) {
      frameOpen = true;
      frameTimestamp = packet.timestamp();
      frameBroken = false;
      frameKey = false;
    }
    turns = packet.turns() == Incoming.UNTOLD ? turns : packet.turns();
    addTo(packet, gap);
    if (!packet.marker()) {
      return null;
    }
    if (!finish()) {
      return null;
    }
    VideoFrame whole = new VideoFrame(frame.copy(), packet.timestamp(), frameKey, packet.arrivalNs(), turns);
    restartFrame();
    return whole;
  }

  private void addTo(Incoming packet, boolean gap) {
    byte[] payload = packet.payload();
    if (!format.parse(payload, 0, payload.length, info)) {
      losses.count(IntakeLoss.MALFORMED);
      breakFrame();
      return;
    }
    frameKey |= info.keyframe;
    if (info.keyframe && (frame.length() == 0 || gap)) {
      restartFrame();
      frameBroken = false;
    } else if (frame.length() == 0 && !info.frameStart) {
      frameBroken = true;
    }
    if (!frameBroken && !depacketizer.add(payload, frame)) {
      losses.count(frame.length() >= FrameBytes.LIMIT - payload.length ? IntakeLoss.FRAME_TOO_LARGE : IntakeLoss.MALFORMED);
      breakFrame();
    }
  }

  /** Ends the frame; whether it can be decoded. */
  private boolean finish() {
    boolean whole = !frameBroken && frame.length() > 0 && depacketizer.end(frame);
    frameOpen = false;
    depacketizer.restart();
    if (!whole) {
      losses.count(IntakeLoss.FRAME_INCOMPLETE);
      needsKeyframe = true;
      restartFrame();
      return false;
    }
    if (needsKeyframe && !frameKey) {
      losses.count(IntakeLoss.FRAME_UNDECODABLE);
      restartFrame();
      return false;
    }
    needsKeyframe = false;
    return true;
  }

  private void breakFrame() {
    if (frameOpen) {
      frameBroken = true;
    }
  }

  private void restartFrame() {
    frame.clear();
    depacketizer.restart();
  }

  private void abandonFrame() {
    frameOpen = false;
    restartFrame();
  }

  /** The decoder could not read what it was given: only a keyframe helps. */
  public void onUndecodable() {
    needsKeyframe = true;
  }

  /** Whether a keyframe should be asked for now; asking begins a pause. */
  public boolean asksKeyframe(long nowNs) {
    if (!needsKeyframe || nowNs - keyframeAskedNs < KEYFRAME_PAUSE_NS) {
      return false;
    }
    keyframeAskedNs = nowNs;
    return true;
  }

  /** When {@link #poll} may have more though no packet came. */
  public long deadlineNs() {
    return queue.deadlineNs();
  }

  /** How its timestamps lie in time. */
  public Timeline timeline() {
    return timeline;
  }

  public LossCounts losses() {
    return losses;
  }
}
