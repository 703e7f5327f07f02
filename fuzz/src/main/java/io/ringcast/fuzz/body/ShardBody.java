package io.ringcast.fuzz.body;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.routing.Neighbours;
import io.ringcast.sfu.routing.PublicationRef;
import io.ringcast.sfu.routing.RoomScope;
import io.ringcast.sfu.routing.Shard;
import io.ringcast.sfu.routing.SubscribeOrder;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A whole loop without protection: a publisher with voice and three layers of video, a subscriber of both, and any packets, feedback,
 * wishes and time. What leaves is well-formed, no index is protected twice, every packet and timer returns.
 */
public final class ShardBody implements FuzzBody {
  private static final long SEED = 1;
  private static final int PACKET_LIMIT = 3_000;
  private static final int OWN_TIMERS = 0;
  private static final long TIME_STEP_NS = 5_000_000L;
  private static final int OPERATIONS = 8;
  private static final int MID_ID = 1;
  private static final int RID_ID = 2;
  private static final int REPAIRED_RID_ID = 3;
  private static final int TRANSPORT_CC_ID = 4;
  private static final int AUDIO_LEVEL_ID = 5;
  private static final int[] PAYLOAD_TYPES = {111, 96, 97, 98};
  private static final String[] RIDS = {"q", "h", "f", "x"};
  private static final CodecParameters OPUS = new CodecParameters(Codec.OPUS, 111, CodecParameters.NO_RTX, "", true, false, true);
  private static final CodecParameters VP8 = new CodecParameters(Codec.VP8, 96, 97, "", true, true, true);
  private static final ExtensionIds EXTENSIONS = new ExtensionIds(Map.of(
    HeaderExtension.MID, MID_ID, HeaderExtension.RID, RID_ID, HeaderExtension.REPAIRED_RID, REPAIRED_RID_ID,
    HeaderExtension.TRANSPORT_CC, TRANSPORT_CC_ID, HeaderExtension.AUDIO_LEVEL, AUDIO_LEVEL_ID));
  private static final SrtpKeys NO_KEYS = new SrtpKeys(SrtpProfile.NULL, new byte[0], new byte[0], new byte[0], new byte[0]);
  private static final PeerId PUBLISHER = new PeerId("publisher");
  private static final PeerId SUBSCRIBER = new PeerId("subscriber");
  private static final SubscriptionId VOICE = new SubscriptionId(1);
  private static final SubscriptionId VIDEO = new SubscriptionId(2);
  private static final Layer[] LAYERS = Layer.values();

  @Override
  public void take(byte[] input) {
    Steps steps = new Steps(input);
    Loop loop = new Loop();
    while (steps.more()) {
      loop.step(steps);
      loop.turn();
    }
    loop.end();
  }

  @Override
  public List<byte[]> seeds() {
    byte[] keyframe = {(byte) 0x90, (byte) 0x80, (byte) 0x80, 1, 0x10, 2, 0, (byte) 0x9D, 1, 0x2A, 64, 1, (byte) 180, 0};
    byte[] delta = {(byte) 0x90, (byte) 0x80, (byte) 0x80, 2, 0x11, 2, 0};
    StepWriter video = new StepWriter();
    for (int i = 0; i < 6; i++) {
      video.u8(1, 0x11, 1, 3, i == 0 ? 0 : 1).slice(i == 0 ? keyframe : delta);
      video.u8(1, 0x21, 1, 3, 0).slice(keyframe);
    }
    StepWriter repaired = new StepWriter();
    repaired.u8(1, 0x11, 1, 3, 0).slice(keyframe).u8(1, 0x11, 3, 3, 0).slice(delta);
    repaired.u8(1, 0x12, 1, 3, 0).slice(new byte[] {0, 2, 0x10, 1, 2});
    repaired.u8(4, 30).u8(5, 2, 0, 0, 0, 3).u8(4, 200).u8(6, 1).u8(6, 9);
    byte[] nack = RtcpBody.compound(writer -> writer.nack(7, 12, new int[] {1, 2, 3}, 3));
    StepWriter feedback = new StepWriter();
    feedback.u8(1, 0x00, 1, 1, 0).slice(new byte[] {(byte) 0xF8, 1, 2}).u8(3).slice(nack);
    feedback.u8(2).slice(RtcpBody.compound(writer -> writer.bye(1)));
    feedback.u8(3).slice(RtcpBody.compound(writer -> writer.pli(7, 12))).u8(0).slice(keyframe).u8(7).slice(keyframe);
    return List.of(video.bytes(), repaired.bytes(), feedback.bytes());
  }

  /** One run. */
  private static final class Loop implements Neighbours {
    private final Deque<Command> told = new ArrayDeque<>();
    private final Shard shard;
    private final CheckedOutbox wire = new CheckedOutbox();
    private final InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);
    private final InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_001);
    private final InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_002);
    private final int[] sequences = new int[RIDS.length * PAYLOAD_TYPES.length];
    private long nowNs = 1_000_000_000L;

    Loop() {
      shard = new Shard(new Shard.Settings(0, PACKET_LIMIT), command -> true, this, new RecordingDtls(), new Random(SEED), nowNs);
      RoomScope room = RoomScope.of(new RoomKey("app", "room"), event -> { }, 0);
      connect(room, PUBLISHER, from);
      connect(room, SUBSCRIBER, to);
      PublicationRef voice = new PublicationRef(1, spec("0", OPUS, 1), 0);
      PublicationRef video = new PublicationRef(2, spec("1", VP8, 3), 0);
      shard.peers().publish(PUBLISHER, voice, nowNs);
      shard.peers().publish(PUBLISHER, video, nowNs);
      shard.peers().subscribe(SUBSCRIBER, order(VOICE, voice, OPUS), nowNs);
      shard.peers().subscribe(SUBSCRIBER, order(VIDEO, video, VP8), nowNs);
      turn();
    }

    private void connect(RoomScope room, PeerId id, InetSocketAddress address) {
      shard.peers().connect(room, id, new IceCredentials(id.value(), "password-password-password"), () -> { }, nowNs);
      var transport = Objects.requireNonNull(shard.peers().find(id)).transport();
      transport.nominate(wire, address, nowNs);
      transport.installKeys(NO_KEYS, nowNs);
    }

    private static PublicationSpec spec(String mid, CodecParameters codec, int layers) {
      List<StreamSource> sources = Arrays.stream(RIDS).limit(layers)
        .map(rid -> new StreamSource(layers == 1 ? "" : rid, StreamSource.UNKNOWN, StreamSource.UNKNOWN)).toList();
      return new PublicationSpec(new PublicationId("main_" + mid), "main", mid, codec, EXTENSIONS, sources);
    }

    private static SubscribeOrder order(SubscriptionId id, PublicationRef publication, CodecParameters codec) {
      SubscriptionSpec spec = new SubscriptionSpec(publication.spec().id(), publication.spec().mid(), codec, EXTENSIONS, Layer.BIG);
      int ssrc = (int) (10 + id.value());
      return new SubscribeOrder(id, spec, publication, ssrc, ssrc + 10, "cname");
    }

    void step(Steps steps) {
      switch (steps.u8() % OPERATIONS) {
        case 0, 2 -> receive(steps.slice(), from);
        case 1 -> receive(media(steps), from);
        case 3 -> receive(steps.slice(), to);
        case 4 -> nowNs += steps.u8() * TIME_STEP_NS;
        case 5 -> receive(nack(steps), to);
        case 6 -> command(steps.u8());
        default -> receive(steps.slice(), elsewhere);
      }
    }

    /** A packet with a good header: which layer and payload type, how far the sequence and time move, the payload. */
    private byte[] media(Steps steps) {
      int which = steps.u8();
      int layer = which >> 4 & 3;
      int type = which & 3;
      int slot = layer * PAYLOAD_TYPES.length + type;
      sequences[slot] += (byte) steps.u8();
      int flags = steps.u8();
      int timestamp = sequences[slot] * 3_000 + (byte) steps.u8();
      byte[] payload = steps.slice();
      byte[] bytes = new byte[Packet.CAPACITY];
      RtpHeaderWriter header = new RtpHeaderWriter();
      header.begin(bytes, 0, (flags & 4) != 0, PAYLOAD_TYPES[type], sequences[slot], timestamp, 100 + slot);
      if ((flags & 1) != 0) {
        header.extension(MID_ID, type == 0 ? '0' : '1', 1);
      }
      if ((flags & 2) != 0 && type != 0) {
        header.extension(type == 2 ? REPAIRED_RID_ID : RID_ID, RIDS[layer].charAt(0), 1);
      }
      header.extension(TRANSPORT_CC_ID, sequences[slot] & 0xFFFF, 2);
      int start = header.end();
      int length = Math.min(payload.length, bytes.length - start);
      System.arraycopy(payload, 0, bytes, start, length);
      return Arrays.copyOf(bytes, start + length);
    }

    private static byte[] nack(Steps steps) {
      int ssrc = 10 + steps.u8() % 16;
      int first = steps.u16();
      int[] sequences = new int[1 + steps.u8() % 64];
      for (int i = 0; i < sequences.length; i++) {
        sequences[i] = first + i & 0xFFFF;
      }
      return RtcpBody.compound(writer -> writer.nack(7, ssrc, sequences, sequences.length));
    }

    private void command(int wish) {
      switch (wish % 6) {
        case 0, 1, 2 -> shard.peers().want(SUBSCRIBER, VIDEO, LAYERS[wish % LAYERS.length], nowNs);
        case 3 -> shard.peers().pause(SUBSCRIBER, VIDEO, (wish & 64) != 0, nowNs);
        case 4 -> shard.peers().mute(PUBLISHER, new PublicationId("main_1"), (wish & 64) != 0, nowNs);
        default -> shard.peers().report(new RoomKey("app", "room"), nowNs);
      }
    }

    private void receive(byte[] datagram, InetSocketAddress address) {
      Packet packet = shard.pool().take();
      Invariant.holds(packet != null, "stores are bounded, so the pool never runs dry");
      if (packet != null) {
        System.arraycopy(datagram, 0, packet.bytes(), 0, datagram.length);
        packet.length(datagram.length);
        packet.arrivalNs(nowNs);
        shard.demux().receive(packet, address, wire, nowNs);
      }
    }

    void turn() {
      nowNs += 1_000;
      shard.endTurn(nowNs);
      for (Command command = told.poll(); command != null; command = told.poll()) {
        command.run(shard, nowNs);
      }
    }

    void end() {
      Invariant.holds(shard.drops().of(DropReason.SRTP_INDEX_REUSED) == 0, "no index is protected twice");
      shard.peers().close(PUBLISHER, CloseReason.REQUESTED, nowNs);
      turn();
      shard.close(nowNs);
      Invariant.holds(shard.pool().inUse() == 0, "each packet returned");
      Invariant.holds(shard.armedTimers() == OWN_TIMERS, "each timer was disarmed");
    }

    @Override
    public void tell(int shard, Command command) {
      told.add(command);
    }

    @Override
    public void wake(int shard) { }
  }
}
