package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtxPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One publication as a browser would send it: frames of several packets for each layer, a keyframe when asked, sender reports, and
 * retransmissions from a store. Each packet's payload says which frame it belongs to, so that subscribers can check what they get.
 */
final class SimulatedPublisher {
  static final long FRAME_NS = 33_333_333;
  static final long AUDIO_NS = 20_000_000;
  private static final long REPORT_NS = 500_000_000;
  private static final int[] PACKETS_PER_FRAME = {1, 2, 6};
  private static final int PAYLOAD_BYTES = 200;
  private static final int STORE = 1_024;

  private final VirtualTime time;
  private final PublicationSpec spec;
  private final Consumer<byte[]> network;
  private final List<Stream> streams = new ArrayList<>();
  private boolean muted;
  private boolean stopped;

  SimulatedPublisher(VirtualTime time, Random random, PublicationSpec spec, Consumer<byte[]> network) {
    this.time = time;
    this.spec = spec;
    this.network = network;
    for (int i = 0; i < spec.sources().size(); i++) {
      streams.add(new Stream(spec.sources().get(i), PACKETS_PER_FRAME[i], random));
    }
  }

  void start() {
    time.after(0, this::frame);
    time.after(REPORT_NS, this::report);
  }

  void stop() {
    stopped = true;
  }

  /** A muted track sends nothing, and its clock runs on. */
  void mute(boolean muted) {
    this.muted = muted;
  }

  /** A layer that a browser gives up for lack of uplink. */
  void suspend(int layer, boolean suspended) {
    streams.get(layer).suspended = suspended;
  }

  private void frame() {
    if (stopped) {
      return;
    }
    if (!muted) {
      for (Stream stream : streams) {
        if (!stream.suspended) {
          stream.sendFrame();
        }
      }
    }
    time.after(spec.kind() == MediaKind.VIDEO ? FRAME_NS : AUDIO_NS, this::frame);
  }

  private void report() {
    if (stopped) {
      return;
    }
    streams.forEach(Stream::sendReport);
    time.after(REPORT_NS, this::report);
  }

  /** Feedback that reached the publisher. */
  void onRtcp(RtcpReader reader) {
    while (reader.next()) {
      for (Stream stream : streams) {
        if (stream.ssrc == reader.mediaSsrc()) {
          stream.onFeedback(reader);
        }
      }
    }
  }

  /** Packets of the highest layer sent so far, without retransmissions. */
  long packetsSent(int layer) {
    return streams.get(layer).sent;
  }

  private final class Stream {
    final int ssrc;
    private final int rtxSsrc;
    private final int packetsPerFrame;
    private final int timestampBase;
    private final Map<Integer, byte[]> store = new HashMap<>();
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private int sequence;
    private int rtxSequence;
    private int pictureId;
    private boolean keyframeDue = true;
    private boolean suspended;
    private long sent;

    Stream(StreamSource source, int packetsPerFrame, Random random) {
      ssrc = (int) source.ssrc();
      rtxSsrc = (int) source.rtxSsrc();
      this.packetsPerFrame = packetsPerFrame;
      timestampBase = random.nextInt();
      sequence = random.nextInt(1 << 16);
      pictureId = random.nextInt(1 << 15);
    }

    private int timestamp() {
      return timestampBase + (int) (time.nowNs() * spec.codec().codec().clockRateHz() / 1_000_000_000L);
    }

    void sendFrame() {
      boolean video = spec.kind() == MediaKind.VIDEO;
      boolean keyframe = keyframeDue && video;
      keyframeDue = false;
      int packets = video ? packetsPerFrame * (keyframe ? 3 : 1) : 1;
      for (int i = 0; i < packets; i++) {
        byte[] payload = video ? vp8(keyframe, i == 0) : new byte[80];
        send(payload, i == packets - 1);
      }
      pictureId = (pictureId + 1) & 0x7FFF;
    }

    /** A VP8 descriptor with a 15-bit picture id, the payload header, and the frame's moment. */
    private byte[] vp8(boolean keyframe, boolean first) {
      ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES);
      payload.put((byte) (0x80 | (first ? 0x10 : 0))).put((byte) 0x80).putShort((short) (0x8000 | pictureId));
      if (first) {
        payload.put((byte) (keyframe ? 0x00 : 0x01)).put((byte) 0).put((byte) 0);
        if (keyframe) {
          payload.put((byte) 0x9D).put((byte) 0x01).put((byte) 0x2A);
          int width = 320 * packetsPerFrame;
          payload.put((byte) width).put((byte) (width >> 8)).put((byte) 180).put((byte) 0);
        }
      }
      return payload.array();
    }

    private void send(byte[] payload, boolean marker) {
      byte[] packet = new byte[64 + payload.length];
      header.begin(packet, 0, marker, spec.codec().payloadType(), sequence, timestamp(), ssrc);
      int start = header.end();
      System.arraycopy(payload, 0, packet, start, payload.length);
      byte[] datagram = Arrays.copyOf(packet, start + payload.length);
      store.put(sequence, datagram);
      store.remove((sequence - STORE) & 0xFFFF);
      sequence = (sequence + 1) & 0xFFFF;
      sent++;
      network.accept(datagram);
    }

    void sendReport() {
      byte[] bytes = new byte[64];
      RtcpWriter writer = new RtcpWriter();
      writer.reset(bytes, 0, bytes.length);
      writer.senderReport(ssrc, Ntp.fromUnixNs(time.nowNs()), timestamp(), (int) sent, (int) sent * PAYLOAD_BYTES);
      network.accept(Arrays.copyOf(bytes, writer.length()));
    }

    void onFeedback(RtcpReader reader) {
      if (reader.isPli()) {
        keyframeDue = true;
      } else if (reader.isNack()) {
        List<Integer> lost = new ArrayList<>();
        reader.visitNackedSequences(lost::add);
        lost.forEach(this::retransmit);
      }
    }

    private void retransmit(int lost) {
      byte[] original = store.get(lost);
      if (original == null) {
        return;
      }
      byte[] packet = new byte[original.length + RtxPacket.OSN_SIZE];
      ByteBuffer view = ByteBuffer.wrap(original);
      header.begin(packet, 0, (original[1] & 0x80) != 0, spec.codec().rtxPayloadType(), rtxSequence, view.getInt(4), rtxSsrc);
      int start = header.end();
      RtxPacket.writeOriginalSequence(packet, start, lost);
      System.arraycopy(original, 12, packet, start + RtxPacket.OSN_SIZE, original.length - 12);
      rtxSequence = (rtxSequence + 1) & 0xFFFF;
      network.accept(packet);
    }
  }
}
