package io.ringcast.fuzz;

import io.ringcast.fuzz.body.AmfBody;
import io.ringcast.fuzz.body.AudioIntakeBody;
import io.ringcast.fuzz.body.CallsBody;
import io.ringcast.fuzz.body.ChannelOpenBody;
import io.ringcast.fuzz.body.CongestionBody;
import io.ringcast.fuzz.body.DataChannelsBody;
import io.ringcast.fuzz.body.DependencyBody;
import io.ringcast.fuzz.body.FlvBody;
import io.ringcast.fuzz.body.FragmentBody;
import io.ringcast.fuzz.body.FramesBody;
import io.ringcast.fuzz.body.FuzzBody;
import io.ringcast.fuzz.body.HlsBody;
import io.ringcast.fuzz.body.LiveUrlBody;
import io.ringcast.fuzz.body.MixDocumentBody;
import io.ringcast.fuzz.body.PayloadBody;
import io.ringcast.fuzz.body.RedBody;
import io.ringcast.fuzz.body.RtcpBody;
import io.ringcast.fuzz.body.RtpBody;
import io.ringcast.fuzz.body.RtmpBody;
import io.ringcast.fuzz.body.SctpBody;
import io.ringcast.fuzz.body.SdpBody;
import io.ringcast.fuzz.body.ShardBody;
import io.ringcast.fuzz.body.StunBody;
import io.ringcast.fuzz.body.TransportBody;
import io.ringcast.fuzz.body.TwccBody;
import io.ringcast.fuzz.body.VideoIntakeBody;
import io.ringcast.sfu.wire.payload.Av1Format;
import io.ringcast.sfu.wire.payload.H264Format;
import io.ringcast.sfu.wire.payload.H265Format;
import io.ringcast.sfu.wire.payload.OpusFormat;
import io.ringcast.sfu.wire.payload.Vp8Format;
import io.ringcast.sfu.wire.payload.Vp9Format;
import java.util.Locale;

/** Everything that can be fuzzed, by name. */
public enum FuzzTarget {
  STUN(600),
  RTP(400),
  RTCP(600),
  TWCC(900),
  CONGESTION(1_500),
  VP8(100),
  H264(200),
  OPUS(100),
  VP9(150),
  AV1(200),
  H265(200),
  RED(200),
  DEPENDENCY(600),
  FRAMES(400),
  SDP(4_000),
  FRAGMENT(1_000),
  TRANSPORT(2_000),
  SHARD(3_000),
  SCTP(600),
  CHANNEL(300),
  DATA(3_000),
  CALLS(3_000),
  AMF(400),
  FLV(1_500),
  RTMP(2_000),
  HLS(2_000),
  LIVE(600),
  MIX(4_000),
  SIGHT(2_000),
  SOUND(1_500);

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
      case CONGESTION -> new CongestionBody();
      case VP8 -> new PayloadBody(new Vp8Format(), "90E0 9234 56 A0 300200 9D012A 0045 D0C2", "9080 7F 310200", "10 310200");
      case H264 -> new PayloadBody(new H264Format(), "6742000A9653058988", "6764001FACD9405005BB0110000003001000000303C0F1831960",
        "78 0004 68CE3C80 0003 6588AA", "7C85 88AA", "41 9AAA");
      case OPUS -> new PayloadBody(new OpusFormat(), "F80102", "FC");
      case VP9 -> new PayloadBody(new Vp9Format(), "EE 9234 02 56 58 0140 00B4 0280 0168 0500 02D0 02 10 30 01 02 AA",
        "F8 9234 44 03 05 06 AA", "08 80498342 2000 0000 00");
      case AV1 -> new PayloadBody(new Av1Format(), "00 02 20AA 03 341001 02 30AA", "10 30AA", "28 0A 0A0B00000024CEF9BEFC 34 28 AA");
      case H265 -> new PayloadBody(new H265Format(), "420101016000000300900000030000030078A003C08010E596566924CAE010",
        "6001 0004 4401C0AA 0004 260180AA", "6201 93 80AA");
      case RED -> new RedBody();
      case DEPENDENCY -> new DependencyBody();
      case FRAMES -> new FramesBody();
      case SDP -> new SdpBody();
      case FRAGMENT -> new FragmentBody();
      case TRANSPORT -> new TransportBody();
      case SHARD -> new ShardBody();
      case SCTP -> new SctpBody();
      case CHANNEL -> new ChannelOpenBody();
      case DATA -> new DataChannelsBody();
      case CALLS -> new CallsBody();
      case MIX -> new MixDocumentBody();
      case SIGHT -> new VideoIntakeBody();
      case SOUND -> new AudioIntakeBody();
      case AMF -> new AmfBody();
      case FLV -> new FlvBody();
      case RTMP -> new RtmpBody();
      case HLS -> new HlsBody();
      case LIVE -> new LiveUrlBody();
    };
  }

  /** The name as commands and folders have it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
