package io.ringcast.fuzz.body;

import io.ringcast.sfu.wire.AbsCaptureTime;
import io.ringcast.sfu.wire.AbsSendTime;
import io.ringcast.sfu.wire.AudioLevel;
import io.ringcast.sfu.wire.PlayoutDelay;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import io.ringcast.sfu.wire.TransportSequence;
import io.ringcast.sfu.wire.VideoOrientation;
import java.util.Arrays;
import java.util.List;

/** RTP headers, header extensions and RTX: every offset a view tells lies within the packet. */
public final class RtpBody implements FuzzBody {
  private static final int LAST_ID = 16;
  private static final int MOST_LEVEL = 127;
  private static final int PAYLOAD_TYPE = 96;

  private final RtpView view = new RtpView();

  @Override
  public void take(byte[] input) {
    if (!view.wrap(input, 0, input.length)) {
      return;
    }
    int payloadEnd = view.payloadOffset() + view.payloadLength();
    Invariant.holds(view.payloadLength() >= 0 && payloadEnd + view.paddingLength() == input.length, "the parts add up");
    Invariant.holds(RtpView.headerLength(input, 0, input.length) == view.headerLength(), "both ways to measure agree");
    for (int id = 1; id <= LAST_ID; id++) {
      if (view.findExtension(id)) {
        int end = view.extensionOffset() + view.extensionLength();
        Invariant.holds(view.extensionOffset() >= RtpView.FIXED_HEADER_SIZE && end <= view.headerLength(), "an element lies in the header");
        readElement(view.extensionOffset(), view.extensionLength());
      }
    }
    unwrapRtx(input);
    view.dropPayload();
    Invariant.holds(view.wrap(input, 0, view.length()) && view.payloadLength() == 0, "a header alone is a packet");
  }

  private void readElement(int offset, int length) {
    byte[] bytes = view.bytes();
    AbsSendTime.ticks(bytes, offset, length);
    AbsCaptureTime.ntpTimestamp(bytes, offset, length);
    AbsCaptureTime.clockOffset(bytes, offset, length);
    PlayoutDelay.minMs(bytes, offset, length);
    PlayoutDelay.maxMs(bytes, offset, length);
    VideoOrientation.rotationDegrees(bytes, offset, length);
    VideoOrientation.flipped(bytes, offset, length);
    VideoOrientation.backCamera(bytes, offset, length);
    AudioLevel.voice(bytes, offset, length);
    Invariant.holds(AudioLevel.level(bytes, offset, length) <= MOST_LEVEL, "a level has 7 bits");
    Invariant.holds(TransportSequence.sequence(bytes, offset, length) <= 0xFFFF, "a sequence number has 16 bits");
  }

  private void unwrapRtx(byte[] input) {
    RtpView retransmission = new RtpView();
    byte[] copy = input.clone();
    if (!retransmission.wrap(copy, 0, copy.length) || retransmission.payloadLength() < RtxPacket.OSN_SIZE) {
      return;
    }
    int original = RtxPacket.originalSequence(retransmission);
    int payload = retransmission.payloadLength();
    if (RtxPacket.unwrap(retransmission, 1, PAYLOAD_TYPE)) {
      Invariant.holds(retransmission.sequence() == original && retransmission.ssrc() == 1, "the original's number and source");
      Invariant.holds(retransmission.payloadLength() == payload - RtxPacket.OSN_SIZE, "the original's payload");
      Invariant.holds(new RtpView().wrap(copy, 0, retransmission.length()), "the original is a packet");
    }
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(packet(false), packet(true), new byte[] {(byte) 0xA1, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 9, 9, 0, 2});
  }

  private static byte[] packet(boolean twoByte) {
    byte[] bytes = new byte[200];
    RtpHeaderWriter writer = new RtpHeaderWriter();
    if (twoByte) {
      writer.beginTwoByte(bytes, 0, true, PAYLOAD_TYPE, 1, 2, 3);
    } else {
      writer.begin(bytes, 0, false, PAYLOAD_TYPE, 1, 2, 3);
    }
    writer.extension(1, 0x123456, AbsSendTime.SIZE);
    writer.extension(2, AudioLevel.value(30, true), AudioLevel.SIZE);
    writer.extension(3, new byte[AbsCaptureTime.LONG_SIZE], 0, AbsCaptureTime.LONG_SIZE);
    writer.extension(twoByte ? 16 : 4, 77, TransportSequence.SIZE);
    return Arrays.copyOf(bytes, writer.end() + 20);
  }
}
