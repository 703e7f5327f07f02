package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Encodes nothing: makes the packets of a layered stream whose frames say what they depend on. Temporal layers go 0 2 1 2. */
final class LayeredPublisher {
  private static final PacketPool POOL = new PacketPool(Integer.MAX_VALUE);
  private static final int[] TEMPORAL = {0, 2, 1, 2};
  private static final int SSRC = 77;
  private static final int PICTURE_TICKS = 3_000;
  private static final int FRAME_ID_BYTES = 4;

  /** How the layers of a stream depend on each other. */
  enum Mode {
    L3T3(3), L3T3_KEY(3), L1T3(1),
    /** Upper temporal layers can be entered at frames that need the base layer only, as VP8's Y bit says, and nowhere else. */
    L1T3_SYNC(1);

    final int spatialLayers;

    Mode(int spatialLayers) {
      this.spatialLayers = spatialLayers;
    }
  }

  /** One spatial layer of one picture. */
  record Frame(int id, int picture, int spatial, int temporal, boolean key, List<Integer> needs, int packets) {}

  final Mode mode;
  final List<Frame> frames = new ArrayList<>();
  /** How many are made, from the next keyframe on. */
  int spatialLayers;
  private final Random random;
  private final int[][] last = new int[3][3];
  private long sequence = 1_000;
  private int picture;
  private int sinceKey = Integer.MAX_VALUE;

  LayeredPublisher(Mode mode, Random random) {
    this.mode = mode;
    this.random = random;
    spatialLayers = mode.spatialLayers;
  }

  int pictures() {
    return picture;
  }

  List<Packet> picture(boolean keyWanted) {
    boolean key = keyWanted || sinceKey == Integer.MAX_VALUE;
    sinceKey = key ? 0 : sinceKey + 1;
    int temporal = TEMPORAL[sinceKey % TEMPORAL.length];
    List<Packet> packets = new ArrayList<>();
    for (int spatial = 0; spatial < spatialLayers; spatial++) {
      boolean sync = mode == Mode.L1T3_SYNC && temporal > 0 && random.nextInt(3) == 0;
      Frame frame = new Frame(frames.size(), picture, spatial, temporal, key, needs(spatial, temporal, key, sync), 1 + random.nextInt(3));
      frames.add(frame);
      for (int i = 0; i < frame.packets(); i++) {
        packets.add(packet(frame, i, sync));
      }
    }
    for (int spatial = 0; spatial < spatialLayers; spatial++) {
      remember(spatial, temporal, key, frames.size() - spatialLayers + spatial);
    }
    picture++;
    return packets;
  }

  private List<Integer> needs(int spatial, int temporal, boolean key, boolean sync) {
    List<Integer> needs = new ArrayList<>();
    if (!key) {
      needs.add(last[spatial][0]);
      if (temporal > 0 && !sync) {
        needs.add(mode == Mode.L1T3_SYNC ? last[spatial][temporal] : last[spatial][temporal - 1]);
        needs.add(last[spatial][1]);
      }
    }
    if (spatial > 0 && (key || mode == Mode.L3T3)) {
      needs.add(frames.size() - 1);
    }
    return needs;
  }

  /** With U, what is above a frame looks back no further than this frame; so does nothing without it. */
  private void remember(int spatial, int temporal, boolean key, int id) {
    boolean all = key || mode != Mode.L1T3_SYNC;
    for (int upper = temporal; upper < 3; upper++) {
      if (all || upper == temporal) {
        last[spatial][upper] = id;
      }
    }
  }

  private Packet packet(Frame frame, int index, boolean sync) {
    Packet packet = POOL.take();
    RtpHeaderWriter header = new RtpHeaderWriter();
    boolean lastOfFrame = index == frame.packets() - 1;
    boolean lastOfPicture = lastOfFrame && frame.spatial() == spatialLayers - 1;
    header.begin(packet.bytes(), 0, lastOfPicture, 100, (int) sequence, frame.picture() * PICTURE_TICKS, SSRC);
    int at = header.end();
    BigEndian.put32(packet.bytes(), at, frame.id());
    BigEndian.put8(packet.bytes(), at + FRAME_ID_BYTES, index);
    packet.length(at + FRAME_ID_BYTES + 1);
    packet.wrapRtp();
    packet.extendedSequence(sequence++);
    describe(frame, index, sync, packet.payload());
    packet.payload().frameEnd = lastOfFrame;
    return packet;
  }

  private void describe(Frame frame, int index, boolean sync, PayloadInfo out) {
    out.clear();
    out.frameStart = index == 0;
    out.spatialLayer = frame.spatial();
    out.temporalLayer = frame.temporal();
    out.keyframe = frame.key() && frame.spatial() == 0 && index == 0;
    out.spatialLayers = out.keyframe ? spatialLayers : 0;
    out.pictureId = frame.picture() & 0x7FFF;
    out.pictureIdBits = 15;
    out.targets = 0;
    out.layerSync = sync;
    for (int spatial = frame.spatial(); spatial < PayloadInfo.MAX_LAYERS; spatial++) {
      boolean needed = spatial == frame.spatial() || frame.key() || mode == Mode.L3T3;
      for (int temporal = frame.temporal(); needed && temporal < PayloadInfo.MAX_LAYERS; temporal++) {
        out.targets |= PayloadInfo.target(spatial, temporal);
      }
    }
    if (frame.key()) {
      out.switchTargets = out.targets;
    } else if (mode != Mode.L1T3_SYNC || sync) {
      for (int temporal = frame.temporal(); temporal < PayloadInfo.MAX_LAYERS; temporal++) {
        out.switchTargets |= sync && temporal > frame.temporal() ? 0 : PayloadInfo.target(frame.spatial(), temporal);
      }
    }
  }

  static Codec codecOf(Mode mode) {
    return mode == Mode.L1T3_SYNC ? Codec.VP8 : Codec.H264;
  }

  static int frameOf(byte[] payload) {
    return (int) BigEndian.u32(payload, 0);
  }

  static int indexOf(byte[] payload) {
    return payload[FRAME_ID_BYTES];
  }
}
