package io.ringcast.mixer.intake;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.SequenceUnwrapper;
import io.ringcast.sfu.wire.TimestampUnwrapper;
import io.ringcast.sfu.wire.payload.RedPayload;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One publication's sound from packets to what its decoder takes, in order. What was lost is taken out of the redundancy that follows it
 * (RFC 2198), else told as lost, so that it is concealed. Owned by one thread.
 */
public final class AudioIntake {
  /** A retransmission has come by then; the other sounds do not wait longer. */
  static final long WAIT_NS = 60_000_000;
  /** So many lost packets in a row are concealed; after that silence is better. */
  private static final int CONCEALED_MAX = 5;
  private static final int RED_HEADER = 4;
  private static final byte[] LOST = {};
  private static final int AUDIO_CLOCK = 48_000;

  private final LossCounts losses = new LossCounts();
  private final ReorderQueue queue = new ReorderQueue(WAIT_NS, losses);
  private final SequenceUnwrapper sequences = new SequenceUnwrapper();
  private final TimestampUnwrapper timestamps = new TimestampUnwrapper();
  private final Timeline timeline = new Timeline(AUDIO_CLOCK);
  private final RtpView view = new RtpView();
  private final int payloadType;
  private final int redPayloadType;
  private final Deque<AudioPacket> ready = new ArrayDeque<>();
  private int ssrc;
  private long expected = -1;
  private long lastTimestamp;
  private long step = 960;

  public AudioIntake(CodecParameters codec) {
    payloadType = codec.payloadType();
    redPayloadType = codec.redPayloadType();
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
    boolean redundant = redPayloadType != CodecParameters.NO_RED && view.payloadType() == redPayloadType;
    byte[] payload = Arrays.copyOfRange(bytes, view.payloadOffset(), view.payloadOffset() + view.payloadLength());
    long timestamp = timestamps.unwrap(view.timestamp());
    timeline.onArrival(timestamp, arrivalNs);
    queue.offer(new Incoming(sequences.unwrap(view.sequence()), timestamp, redundant, payload, arrivalNs));
  }

  /** What comes next is another stretch of the sound: it begins anew. */
  public void restart() {
    sequences.reset();
    timestamps.reset();
    timeline.restart();
    queue.clear();
    expected = -1;
  }

  /** The publisher says which of its times a timestamp is; of what does not come yet it says nothing. */
  public void onSenderReport(long ntp, int rtpTimestamp) {
    if (timestamps.started()) {
      timeline.onReport(Ntp.toUnixNs(ntp), timestamps.peek(rtpTimestamp));
    }
  }

  /** What is decoded next; null when there is nothing now. */
  public @Nullable AudioPacket poll(long nowNs) {
    while (ready.isEmpty()) {
      Incoming packet = queue.poll(nowNs);
      if (packet == null) {
        return null;
      }
      take(packet);
    }
    return ready.poll();
  }

  private void take(Incoming packet) {
    long missing = expected < 0 ? 0 : packet.sequence() - expected;
    expected = packet.sequence() + 1;
    if (packet.payload().length == 0) {
      return;
    }
    int primary = packet.marker() ? RedPayload.primaryOffset(packet.payload(), 0, packet.payload().length, payloadType) : 0;
    if (primary == RedPayload.MALFORMED) {
      losses.count(IntakeLoss.MALFORMED);
      return;
    }
    if (missing > 0) {
      conceal(packet, (int) Math.min(missing, CONCEALED_MAX), primary);
    } else if (lastTimestamp != 0 && packet.timestamp() > lastTimestamp) {
      step = Math.clamp(packet.timestamp() - lastTimestamp, 120, 5_760);
    }
    lastTimestamp = packet.timestamp();
    byte[] data = Arrays.copyOfRange(packet.payload(), primary, packet.payload().length);
    ready.add(new AudioPacket(data, packet.timestamp(), packet.arrivalNs()));
  }

  /** Puts something in each place of those that are missing before a packet. */
  private void conceal(Incoming packet, int missing, int primary) {
    for (int back = missing; back >= 1; back--) {
      long timestamp = packet.timestamp() - back * step;
      if (timestamp > lastTimestamp) {
        byte[] data = packet.marker() ? redundant(packet.payload(), primary, back * step) : LOST;
        ready.add(new AudioPacket(data, timestamp, packet.arrivalNs()));
      }
    }
  }

  /** The block that lies so far back; empty when there is none. The payload was found well-formed before. */
  private static byte[] redundant(byte[] payload, int primary, long back) {
    int blocks = 0;
    int total = 0;
    while ((payload[blocks * RED_HEADER] & 0x80) != 0) {
      total += BigEndian.u16(payload, blocks * RED_HEADER + 2) & 0x3FF;
      blocks++;
    }
    int at = primary - total;
    for (int block = 0; block < blocks; block++) {
      int offset = BigEndian.u16(payload, block * RED_HEADER + 1) >> 2;
      int length = BigEndian.u16(payload, block * RED_HEADER + 2) & 0x3FF;
      if (offset == back && length > 0) {
        return Arrays.copyOfRange(payload, at, at + length);
      }
      at += length;
    }
    return LOST;
  }

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
