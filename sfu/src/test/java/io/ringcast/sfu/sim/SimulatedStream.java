package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** One RTP stream of a publisher as a browser sends it: packets, repairs from a store, sender reports, keyframes when asked. */
final class SimulatedStream {
  /** What wall clocks show at the beginning of virtual time. */
  static final long WALL_NS = 1_700_000_000_000_000_000L;
  private static final int STORE = 1_024;
  /** Half the numbers, less what is sent and lost meanwhile. */
  static final int SKIPPED_MAX = 30_000;
  /** An encoder makes no forced keyframes faster (libwebrtc). */
  private static final long KEYFRAME_INTERVAL_NS = 300_000_000;
  private static final int AUDIO_LEVEL = 0x80 | 30;
  private static final int PADDING_BYTES = 100;
  private static final int HEADER_MAX = 300;
  private static final int ONE_BYTE_FORM_MAX = 16;
  private static final byte[] NO_DESCRIPTOR = {};

  private final VirtualTime time;
  private final RandomGenerator random;
  private final PublicationSpec spec;
  private final FrameFormat format;
  private final SentStream identity;
  private final SimulatedPublisher.Network network;
  private final int ssrc;
  private final int rtxSsrc;
  private final int timestampBase;
  private final RtpHeaderWriter header = new RtpHeaderWriter();
  private final byte[][] store = new byte[STORE][];
  private final List<SentFrame> frames = new ArrayList<>();
  private int sequence;
  private int rtxSequence;
  private int order;
  private boolean keyframeDue = true;
  private long keyframeNs = Long.MIN_VALUE / 2;
  private boolean suspended;
  private int spatialLayers;
  private int announcedLayers;
  /** Numbers left out since a packet reached the SFU, and the first packet behind them. */
  private int unseen;
  private int unseenFrom;

  /** @param ssrc drawn by the publisher when it was announced */
  SimulatedStream(SimulatedPublisher publisher, SentStream identity, int ssrc, int rtxSsrc) {
    time = publisher.time();
    random = publisher.random();
    spec = publisher.ref().spec();
    format = publisher.format();
    network = publisher.network();
    this.identity = identity;
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
    spatialLayers = format.spatialLayers();
    timestampBase = random.nextInt();
    sequence = random.nextInt(1 << 16);
    rtxSequence = random.nextInt(1 << 16);
  }

  int ssrc() {
    return ssrc;
  }

  SentStream identity() {
    return identity;
  }

  List<SentFrame> frames() {
    return frames;
  }

  boolean isSuspended() {
    return suspended;
  }

  /** A layer that a browser gives up, for lack of uplink or CPU; it returns with a keyframe. */
  void suspend(boolean suspended) {
    keyframeDue |= this.suspended && !suspended;
    this.suspended = suspended;
  }

  /** How many spatial layers are being made; one that comes back begins with a keyframe. */
  int spatialLayers() {
    return spatialLayers;
  }

  void spatialLayers(int layers) {
    keyframeDue |= layers > spatialLayers;
    spatialLayers = layers;
  }

  /** How many the last keyframe told of. */
  int announcedLayers() {
    return announcedLayers;
  }

  /** A packet reached the SFU. */
  void onArrived(SentPacket packet) {
    if (packet.order() >= unseenFrom) {
      unseen = 0;
    }
  }

  void dueKeyframe() {
    keyframeDue = true;
  }

  boolean isKeyframeDue() {
    return keyframeDue && time.nowNs() - keyframeNs >= KEYFRAME_INTERVAL_NS;
  }

  /**
   * Loses its count, as after a long break: the numbers between were never sent. Not so far that a receiver of SRTP would take the next
   * packet for an old one (RFC 3711 section 3.3.1).
   */
  void skip(int numbers) {
    if (unseen + numbers > SKIPPED_MAX) {
      return;
    }
    unseen += numbers;
    unseenFrom = order;
    sequence = sequence + numbers & 0xFFFF;
    keyframeDue = true;
  }

  void sendFrame() {
    boolean video = spec.kind() == MediaKind.VIDEO;
    boolean keyframe = video && (frames.isEmpty() || isKeyframeDue());
    if (keyframe) {
      keyframeDue = false;
      keyframeNs = time.nowNs();
      announcedLayers = spatialLayers;
    }
    int layers = video ? Math.min(spatialLayers, announcedLayers) : spatialLayers;
    List<SentFrame> picture = format.next(identity, frames, layers, keyframe, random);
    for (SentFrame frame : picture) {
      frame.capturedNs(time.nowNs());
      frames.add(frame);
      for (int i = 0; i < frame.packets(); i++) {
        byte[] payload = format.payload(frame, i, random);
        network.ledger().enter(new SentPacket(frame, i, order++, timestamp()), payload);
        send(payload, format.descriptor(frame, i), video && frame == picture.getLast() && i == frame.packets() - 1);
      }
    }
    if (video && random.nextInt(500) == 0) {
      sendPadding();
    }
    if (video && random.nextInt(100) == 0) {
      retransmit(sequence - 1 - random.nextInt(20) & 0xFFFF);
    }
  }

  private int timestamp() {
    return timestampBase + (int) ((time.nowNs() / 1_000) * spec.codec().codec().clockRateHz() / 1_000_000);
  }

  private void send(byte[] payload, byte[] descriptor, boolean marker) {
    byte[] packet = new byte[HEADER_MAX + payload.length];
    int start = begin(packet, marker, spec.codec().payloadType(), sequence, ssrc, descriptor);
    System.arraycopy(payload, 0, packet, start, payload.length);
    byte[] datagram = Arrays.copyOf(packet, start + payload.length);
    store[sequence & STORE - 1] = datagram;
    sequence = sequence + 1 & 0xFFFF;
    network.send(datagram);
  }

  /** Probing without payload, which nobody stores. */
  private void sendPadding() {
    byte[] packet = new byte[HEADER_MAX + PADDING_BYTES];
    int start = begin(packet, false, spec.codec().payloadType(), sequence, ssrc, NO_DESCRIPTOR);
    packet[0] |= 0x20;
    packet[start + PADDING_BYTES - 1] = PADDING_BYTES;
    store[sequence & STORE - 1] = null;
    sequence = sequence + 1 & 0xFFFF;
    network.send(Arrays.copyOf(packet, start + PADDING_BYTES));
  }

  private int begin(byte[] packet, boolean marker, int payloadType, int number, int onSsrc, byte[] descriptor) {
    if (descriptor.length > ONE_BYTE_FORM_MAX) {
      header.beginTwoByte(packet, 0, marker, payloadType, number, timestamp(), onSsrc);
    } else {
      header.begin(packet, 0, marker, payloadType, number, timestamp(), onSsrc);
    }
    ExtensionIds ids = spec.extensions();
    if (descriptor.length > 0) {
      header.extension(ids.id(HeaderExtension.DEPENDENCY_DESCRIPTOR), descriptor, 0, descriptor.length);
    }
    text(ids.id(HeaderExtension.MID), spec.mid());
    text(ids.id(onSsrc == ssrc ? HeaderExtension.RID : HeaderExtension.REPAIRED_RID), spec.sources().get(identity.layer()).rid());
    if (ids.id(HeaderExtension.TRANSPORT_CC) != 0) {
      header.extension(ids.id(HeaderExtension.TRANSPORT_CC), network.nextTransportSequence(), 2);
    }
    if (ids.id(HeaderExtension.AUDIO_LEVEL) != 0 && spec.kind() == MediaKind.AUDIO) {
      header.extension(ids.id(HeaderExtension.AUDIO_LEVEL), AUDIO_LEVEL, 1);
    }
    return header.end();
  }

  private void text(int id, String text) {
    if (id != 0 && !text.isEmpty()) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      header.extension(id, bytes, 0, bytes.length);
    }
  }

  void sendReport() {
    if (frames.isEmpty()) {
      return;
    }
    byte[] bytes = new byte[64];
    RtcpWriter writer = new RtcpWriter();
    writer.reset(bytes, 0, bytes.length);
    writer.senderReport(ssrc, Ntp.fromUnixNs(WALL_NS + time.nowNs()), timestamp(), order, order * 100);
    network.send(Arrays.copyOf(bytes, writer.length()));
  }

  void sendBye() {
    byte[] bytes = new byte[64];
    RtcpWriter writer = new RtcpWriter();
    writer.reset(bytes, 0, bytes.length);
    writer.receiverReport(ssrc);
    writer.bye(ssrc);
    network.send(Arrays.copyOf(bytes, writer.length()));
  }

  /** Feedback on this stream reached its publisher. */
  void onFeedback(RtcpReader reader) {
    if (reader.isPli()) {
      keyframeDue = true;
    } else if (reader.isNack()) {
      reader.visitNackedSequences(this::retransmit);
    }
  }

  private void retransmit(int lost) {
    byte[] original = store[lost & STORE - 1];
    if (original == null || RtpView.sequenceOf(original, 0) != lost) {
      return;
    }
    if (spec.codec().rtxPayloadType() == CodecParameters.NO_RTX) {
      network.send(original.clone());
      return;
    }
    int headerLength = RtpView.headerLength(original, 0, original.length);
    byte[] packet = new byte[HEADER_MAX + original.length];
    int start = begin(packet, RtpView.markerOf(original, 0), spec.codec().rtxPayloadType(), rtxSequence, rtxSsrc, descriptorOf(original));
    BigEndian.put32(packet, Integer.BYTES, RtpView.timestampOf(original, 0));
    RtxPacket.writeOriginalSequence(packet, start, lost);
    System.arraycopy(original, headerLength, packet, start + RtxPacket.OSN_SIZE, original.length - headerLength);
    rtxSequence = rtxSequence + 1 & 0xFFFF;
    network.send(Arrays.copyOf(packet, start + RtxPacket.OSN_SIZE + original.length - headerLength));
  }

  private byte[] descriptorOf(byte[] packet) {
    int id = spec.extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    RtpView view = new RtpView();
    boolean carries = id != 0 && view.wrap(packet, 0, packet.length) && view.findExtension(id);
    return carries ? Arrays.copyOfRange(packet, view.extensionOffset(), view.extensionOffset() + view.extensionLength()) : NO_DESCRIPTOR;
  }
}
