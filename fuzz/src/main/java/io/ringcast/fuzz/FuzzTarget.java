package io.ringcast.fuzz;

import io.ringcast.fuzz.target.FuzzBody;
import io.ringcast.fuzz.target.PayloadBody;
import io.ringcast.fuzz.target.RtcpBody;
import io.ringcast.fuzz.target.RtpBody;
import io.ringcast.fuzz.target.SdpBody;
import io.ringcast.fuzz.target.ShardBody;
import io.ringcast.fuzz.target.StunBody;
import io.ringcast.fuzz.target.TransportBody;
import io.ringcast.fuzz.target.TwccBody;
import io.ringcast.sfu.wire.payload.H264Format;
import io.ringcast.sfu.wire.payload.OpusFormat;
import io.ringcast.sfu.wire.payload.Vp8Format;
import java.util.Locale;

/** Everything that can be fuzzed, by name. */
public enum FuzzTarget {
  STUN(600),
  RTP(400),
  RTCP(600),
  TWCC(900),
  VP8(100),
  H264(200),
  OPUS(100),
  SDP(4_000),
  TRANSPORT(2_000),
  SHARD(3_000);

  private final int inputBytesMax;

  FuzzTarget(int inputBytesMax) {
    this.inputBytesMax = inputBytesMax;
  }

  /** Longer inputs say nothing new. */
  int inputBytesMax() {
    return inputBytesMax;
  }

  FuzzBody body() {
    return switch (this) {
      case STUN -> new StunBody();
      case RTP -> new RtpBody();
      case RTCP -> new RtcpBody();
      case TWCC -> new TwccBody();
      case VP8 -> new PayloadBody(new Vp8Format(), "90E0 9234 56 A0 300200 9D012A 0045 D0C2", "9080 7F 310200", "10 310200");
      case H264 -> new PayloadBody(new H264Format(), "6742000A9653058988", "6764001FACD9405005BB0110000003001000000303C0F1831960",
        "78 0004 68CE3C80 0003 6588AA", "7C85 88AA", "41 9AAA");
      case OPUS -> new PayloadBody(new OpusFormat(), "F80102", "FC");
      case SDP -> new SdpBody();
      case TRANSPORT -> new TransportBody();
      case SHARD -> new ShardBody();
    };
  }

  /** The name as commands and folders have it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
