package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.congestion.DepartureBudget;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependency descriptors are forwarded under the subscriber's id, however long, with their frame numbers moved. */
class DescriptorForwardingTest {
  private static final int PUBLISHER_ID = 12;
  private static final int SUBSCRIBER_ID = 9;
  private static final int TIME_ID = 2;

  private final Rig rig = new Rig();
  private final SubscriberPath path =
    new SubscriberPath(rig, (bytes, offset, length, nowNs) -> { }, new TimerWheel(0), new DropCounters(), DepartureBudget.UNLIMITED);

  private static ExtensionWriter writer() {
    CodecParameters av1 = new CodecParameters(Codec.AV1, 96, CodecParameters.NO_RTX, "", true, true, true);
    ExtensionIds ids = new ExtensionIds(
      Map.of(HeaderExtension.ABS_SEND_TIME, TIME_ID, HeaderExtension.DEPENDENCY_DESCRIPTOR, SUBSCRIBER_ID));
    SubscriptionSpec spec = new SubscriptionSpec(new PublicationId("p"), "m", av1, ids, Layer.BIG);
    return new ExtensionWriter(spec, new ExtensionIds(Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, PUBLISHER_ID)));
  }

  private static RtpView packet(int descriptorBytes, int frameNumber) {
    byte[] bytes = new byte[400];
    byte[] descriptor = new byte[descriptorBytes];
    for (int i = 0; i < descriptorBytes; i++) {
      descriptor[i] = (byte) (i + 1);
    }
    BigEndian.put16(descriptor, 1, frameNumber);
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.beginTwoByte(bytes, 0, false, 96, 1, 2, 3);
    header.extension(PUBLISHER_ID, descriptor, 0, descriptorBytes);
    RtpView view = new RtpView();
    assertThat(view.wrap(bytes, 0, header.end())).isTrue();
    return view;
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "3, -9", "16, 70000", "17, 0", "17, 5", "120, -65535", "255, 1"})
  void areCopiedWithMovedNumbers(int descriptorBytes, int moved) {
    ExtensionWriter extensions = writer();
    RtpView from = packet(descriptorBytes, 7);
    Rewrite rewrite = new Rewrite();
    rewrite.frameNumberDelta = moved;
    byte[] bytes = new byte[600];
    boolean isLong = descriptorBytes > 16;
    assertThat(extensions.needsTwoByteForm(from)).isEqualTo(isLong);
    if (isLong) {
      path.header.beginTwoByte(bytes, 0, false, 96, 1, 2, 3);
    } else {
      path.header.begin(bytes, 0, false, 96, 1, 2, 3);
    }
    int measured = extensions.measureRetransmission(from) + extensions.excess(from);
    int length = extensions.finish(path, from, rewrite, true, 0);
    assertThat(length).as("no longer than announced").isLessThanOrEqualTo(measured);
    RtpView written = new RtpView();
    assertThat(written.wrap(bytes, 0, length)).isTrue();
    assertThat(written.findExtension(TIME_ID)).isTrue();
    assertThat(written.findExtension(SUBSCRIBER_ID)).isTrue();
    assertThat(written.extensionLength()).isEqualTo(descriptorBytes);
    assertThat(BigEndian.u16(bytes, written.extensionOffset() + 1)).isEqualTo(7 + moved & 0xFFFF);
    assertThat(bytes[written.extensionOffset()]).isEqualTo((byte) 1);
  }
}
