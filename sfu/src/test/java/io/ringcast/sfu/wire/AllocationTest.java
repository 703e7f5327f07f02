package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringcast.sfu.wire.payload.H264Format;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import io.ringcast.sfu.wire.payload.Vp8Format;
import io.ringcast.sfu.wire.stun.StunMessage;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** What is done for every packet makes no garbage, interpreted or compiled. */
class AllocationTest {
  private static final int ROUNDS = 20_000;
  /** The counter itself and the compiler's switching may leave a little; one object of 16 bytes a round would be 320,000. */
  private static final long TOLERANCE_BYTES = 20_000;

  private final byte[] rtp = Hex.bytes("90 60 0001 00000002 00000003 BEDE 0002 10AA 00 32 010203 00 90E0 9234 56 A0 310200");
  private final byte[] avc = Hex.bytes("78 0004 68CE3C80 0003 6588AA");
  private final byte[] rtcp = Hex.bytes("81C90007 00000002 000000BB 01 000003 00000009 00000000 00000000 00000000"
    + "81CD0004 00000001 000000AA 000A8005 FFFF0001" + "8FCD0006 00000001 000000AA FFFF0004 FFFFFF07 D240 10 FFFE 20 00 00");
  private final byte[] stun = Hex.bytes("00010010 2112a442 b7e7a701bc34d686fa87dfae 00240004 00000001 00060003 613a6200");
  private final byte[] out = new byte[1500];
  private final long[] arrivals = {1000, -1, 1004, 1010, 3000, -1, 3001};
  private final int[] lost = {1, 2, 5, 40};

  private final RtpView view = new RtpView();
  private final RtpHeaderWriter headers = new RtpHeaderWriter();
  private final Vp8Format vp8 = new Vp8Format();
  private final H264Format h264 = new H264Format();
  private final PayloadInfo info = new PayloadInfo();
  private final RtcpReader reader = new RtcpReader();
  private final ReportBlock block = new ReportBlock();
  private final TwccFeedback twcc = new TwccFeedback();
  private final RtcpWriter writer = new RtcpWriter();
  private final StunMessage message = new StunMessage();
  private long seen;
  private final IntConsumer sequences = this::onSequence;
  private final TwccFeedback.Visitor packets = this::onPacket;

  @Test
  void thePacketPathAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 100; i++) {
      round();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      round();
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(TOLERANCE_BYTES);
    assertThat(seen).isPositive();
  }

  private void onSequence(int sequence) {
    seen += sequence;
  }

  private void onPacket(int sequence, boolean received, int deltaTicks) {
    seen += received ? deltaTicks + sequence : 0;
  }

  private void round() {
    readAndForwardMedia();
    readFeedback();
    writeFeedback();
    seen += message.wrap(stun, 0, stun.length) ? message.priority() : 0;
  }

  private void readAndForwardMedia() {
    seen += view.wrap(rtp, 0, rtp.length) && view.findExtension(3) ? view.extensionLength() : 0;
    seen += vp8.parse(rtp, view.payloadOffset(), view.payloadLength(), info) ? info.pictureId : 0;
    seen += h264.parse(avc, 0, avc.length, info) && info.keyframe ? 1 : 0;
    headers.begin(out, 0, true, 96, view.sequence(), view.timestamp(), view.ssrc());
    headers.extension(3, rtp, view.extensionOffset(), view.extensionLength());
    headers.extension(5, 77, 2);
    seen += headers.end();
    vp8.rewrite(rtp, view.payloadOffset(), view.payloadLength(), 1, 1);
  }

  private void readFeedback() {
    seen += reader.wrap(rtcp, 0, rtcp.length) ? 1 : 0;
    while (reader.next()) {
      seen += reader.reportBlock(0, block) ? block.jitter() : 0;
      seen += reader.visitNackedSequences(sequences);
      if (twcc.read(reader)) {
        twcc.visit(packets);
      }
    }
  }

  private void writeFeedback() {
    writer.reset(out, 0, out.length);
    writer.senderReport(1, 2, 3, 4, 5);
    writer.reportBlock(1, 2, 3, 4, 5, 6, 7);
    writer.nack(1, 2, lost, lost.length);
    writer.pli(1, 2);
    seen += writer.twcc(1, 2, 3, 4, arrivals, 0, arrivals.length);
  }
}
