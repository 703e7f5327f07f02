package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.congestion.DepartureBudget;
import io.ringcast.sfu.congestion.EstimatorSettings;
import io.ringcast.sfu.congestion.PacketReports;
import io.ringcast.sfu.congestion.PathBandwidth;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.MediaSink;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PathRoom;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import io.ringcast.sfu.wire.payload.Vp8Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One peer in virtual time: its sink captures what is sent, with a protection that flips one trailing byte. */
final class Rig implements MediaSink, OutgoingMedia.Listener {
  static final int SSRC = 0x1111;
  static final int RTX_SSRC = 0x2222;
  static final int PAYLOAD_TYPE = 96;
  static final int RTX_PAYLOAD_TYPE = 97;
  static final int ABS_SEND_TIME_ID = 1;
  static final int TRANSPORT_CC_ID = 2;
  static final int MID_ID = 3;
  static final int ORIENTATION_ID = 4;
  static final OutgoingStart START = new OutgoingStart(1_000, 5_000, 200, 0x7FF0);
  static final int TRAILER = 16;

  long nowNs = 10_000_000_000L;
  final TimerWheel timers = new TimerWheel(nowNs);
  final DropCounters drops = new DropCounters();
  final List<byte[]> sent = new ArrayList<>();
  final List<byte[]> rtcp = new ArrayList<>();
  final List<Boolean> pauses = new ArrayList<>();
  final List<Integer> layerChanges = new ArrayList<>();
  final PathBandwidth bandwidth = new PathBandwidth(EstimatorSettings.DEFAULT, new PacketReports());
  final OutgoingMedia media = new OutgoingMedia(this, (b, o, l, now) -> rtcp.add(Arrays.copyOfRange(b, o, o + l)), timers, drops,
    DepartureBudget.UNLIMITED, bandwidth, this);
  int protections;
  int sends;
  int firstForwarded;
  boolean open = true;
  PathRoom room = PathRoom.ANY;
  private final Slab slab = new Slab(TRAILER);

  Subscription subscribe(FakeSource source, Layer wanted) {
    return subscribe(source, wanted, RTX_PAYLOAD_TYPE, SSRC);
  }

  Subscription subscribe(FakeSource source, Layer wanted, int rtxPayloadType, int ssrc) {
    Codec codec = source.codec();
    CodecParameters parameters = new CodecParameters(codec, PAYLOAD_TYPE, rtxPayloadType, "", true, true, true);
    ExtensionIds ids = new ExtensionIds(Map.of(
      HeaderExtension.ABS_SEND_TIME, ABS_SEND_TIME_ID, HeaderExtension.TRANSPORT_CC, TRANSPORT_CC_ID,
      HeaderExtension.MID, MID_ID, HeaderExtension.VIDEO_ORIENTATION, ORIENTATION_ID));
    SubscriptionSpec spec = new SubscriptionSpec(new PublicationId("p" + ssrc), "m1", parameters, ids, wanted);
    return media.subscribe(new SubscriptionId(ssrc), spec, new OutgoingStream(ssrc, ssrc + RTX_SSRC - SSRC, "cname"), START,
      source, nowNs);
  }

  /** Hands packets over as one run, and to the source's store. */
  void run(Subscription subscription, FakeSource source, int layer, Packet... packets) {
    Run run = new Run(layer);
    for (Packet packet : packets) {
      source.stores.get(layer).put(packet.extendedSequence(), packet);
      run.add(packet);
    }
    subscription.onRun(run, nowNs);
  }

  void advanceMs(long ms) {
    for (long i = 0; i < ms; i++) {
      nowNs += 1_000_000;
      timers.advance(nowNs);
    }
  }

  void feedback(Consumer<RtcpWriter> message) {
    byte[] bytes = new byte[1_400];
    RtcpWriter writer = new RtcpWriter();
    writer.reset(bytes, 0, bytes.length);
    message.accept(writer);
    RtcpReader reader = new RtcpReader();
    if (!reader.wrap(bytes, 0, writer.length())) {
      throw new IllegalStateException("not RTCP");
    }
    media.onRtcp(reader, nowNs);
  }

  /** RTCP that no writer of ours makes. */
  void receive(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    RtcpReader reader = new RtcpReader();
    if (!reader.wrap(bytes, 0, bytes.length)) {
      throw new IllegalStateException("not RTCP");
    }
    media.onRtcp(reader, nowNs);
  }

  void nack(int... sequences) {
    feedback(writer -> writer.nack(9, SSRC, sequences, sequences.length));
  }

  RtpView sent(int index) {
    byte[] bytes = sent.get(index);
    RtpView view = new RtpView();
    if (!view.wrap(bytes, 0, bytes.length - TRAILER)) {
      throw new IllegalStateException("not RTP");
    }
    return view;
  }

  RtpView last() {
    return sent(sent.size() - 1);
  }

  List<Integer> sequences() {
    List<Integer> sequences = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (sent(i).ssrc() == SSRC) {
        sequences.add(sent(i).sequence());
      }
    }
    return sequences;
  }

  static PayloadInfo vp8(RtpView packet) {
    PayloadInfo info = new PayloadInfo();
    if (!new Vp8Format().parse(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), info)) {
      throw new IllegalStateException("not VP8");
    }
    return info;
  }

  static byte[] payload(RtpView packet) {
    return Arrays.copyOfRange(packet.bytes(), packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength());
  }

  @Override
  public Slab slab() {
    return slab;
  }

  @Override
  public void protectLast(Slab slab) {
    slab.growLast(TRAILER);
    protections++;
    int last = slab.size() - 1;
    slab.bytes()[slab.offset(last) + slab.length(last) - 1] = (byte) protections;
  }

  @Override
  public void send(Slab slab, long nowNs) {
    for (int i = 0; i < slab.size(); i++) {
      sent.add(Arrays.copyOfRange(slab.bytes(), slab.offset(i), slab.offset(i) + slab.length(i)));
    }
    sends++;
    slab.clear();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public PathRoom room(long nowNs) {
    return room;
  }

  @Override
  public void onFirstForwarded(Subscription subscription, long nowNs) {
    firstForwarded++;
  }

  @Override
  public void onPausedByRate(Subscription subscription, boolean paused, long nowNs) {
    pauses.add(paused);
  }

  @Override
  public void onLayerChanged(Subscription subscription, int layer, long nowNs) {
    layerChanges.add(layer);
  }
}
