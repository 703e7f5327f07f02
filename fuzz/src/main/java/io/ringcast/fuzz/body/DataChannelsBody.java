package io.ringcast.fuzz.body;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.sctp.DataChannel;
import io.ringcast.sfu.sctp.DataChannels;
import io.ringcast.sfu.sctp.DataListener;
import io.ringcast.sfu.sctp.SctpScratch;
import io.ringcast.sfu.sctp.SctpSettings;
import io.ringcast.sfu.wire.sctp.ChannelOpen;
import io.ringcast.sfu.wire.sctp.ParameterReader;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Chunks with good tags and checksums, time and commands in any order on one association: what it keeps is bounded, its packets are well
 * formed, and one that has ended is silent.
 */
public final class DataChannelsBody implements FuzzBody {
  private static final SctpSettings SETTINGS = new SctpSettings(30_000, 20_000, 8_000, 64, 8);
  private static final int HELD_MAX = SETTINGS.sendBufferBytes() + 2 * SETTINGS.receiveWindowBytes() + SETTINGS.maxChannels() * 2_400;
  private static final int PACKET_MAX = 1_160;
  private static final int PEER_TAG = 0x0102_0304;
  private static final int FIRST_TSN = 100;
  private static final long TIME_STEP_NS = 20_000_000L;
  private static final int OPERATIONS = 8;

  @Override
  public void take(byte[] input) {
    Steps steps = new Steps(input);
    Scene scene = new Scene();
    scene.begin();
    while (steps.more()) {
      scene.step(steps);
      scene.check();
    }
    scene.end();
  }

  @Override
  public List<byte[]> seeds() {
    byte[] open = new ChannelOpen(0, 256, 0, "a", "").write();
    StepWriter talk = new StepWriter();
    talk.u8(0, 3, 0, 50).slice(open).u8(0, 3, 0, 51).slice(new byte[] {65}).u8(0, 2, 0, 53).slice(new byte[200]).u8(0, 1, 0, 53)
      .slice(new byte[100]).u8(3, 1).u8(2, 5).u8(1, Sctp.SACK).slice(new byte[] {0, 0, 0, 0, 0, 0, 9, 9, 0, 0, 0, 0}).u8(5, 0).u8(2, 200);
    StepWriter own = new StepWriter();
    own.u8(4, 1).u8(3, 9).u8(2, 60).u8(1, Sctp.FORWARD_TSN).slice(new byte[] {0, 0, 0, 103, 0, 0, 0, 1}).u8(6, 0).u8(1, Sctp.SHUTDOWN)
      .slice(new byte[4]).u8(7, 0).u8(2, 250);
    return List.of(talk.bytes(), own.bytes());
  }

  /** One run on one association. */
  private static final class Scene implements DataListener {
    private final SctpReader reader = new SctpReader();
    private final DropCounters drops = new DropCounters();
    private final DataChannels ours = new DataChannels(SETTINGS, new SctpScratch(), new SplittableRandom(1), drops, this::onPacket,
      new DataChannels.Side(false, SETTINGS.maxMessageBytes()), this);
    private byte[] lastHeard = new byte[0];
    private long nowNs = 1;
    private int tag;
    private int nextTsn = FIRST_TSN;
    private boolean ended;

    void begin() {
      receive(0, packet -> {
        packet.beginInit(Sctp.INIT, PEER_TAG, 10_000, 64, FIRST_TSN);
        packet.beginParameter(Sctp.FORWARD_TSN_SUPPORTED);
        packet.endParameter();
        packet.endChunk();
      });
      ParameterReader parameters = new ParameterReader();
      Invariant.holds(reader.wrap(lastHeard, 0, lastHeard.length) && reader.next() && reader.parameters(parameters), "an INIT is answered");
      tag = reader.initiateTag();
      Invariant.holds(parameters.next() && parameters.type() == Sctp.STATE_COOKIE, "the answer begins with a cookie");
      int from = parameters.valueOffset();
      byte[] cookie = Arrays.copyOfRange(parameters.bytes(), from, from + parameters.valueLength());
      receive(tag, packet -> packet.chunk(Sctp.COOKIE_ECHO, 0, cookie, 0, cookie.length));
    }

    private void receive(int withTag, Consumer<SctpWriter> chunks) {
      byte[] packet = SctpBody.packet(withTag, chunks);
      ours.receive(packet, 0, packet.length, nowNs);
    }

    void step(Steps steps) {
      int operation = steps.u8() % OPERATIONS;
      int which = steps.u8();
      switch (operation) {
        case 0 -> data(which, steps.u8(), steps.u8(), limited(steps.slice()));
        case 1 -> {
          byte[] value = limited(steps.slice());
          receive(tag, packet -> packet.chunk(which, 0, value, 0, value.length));
        }
        case 2 -> pass(which * TIME_STEP_NS);
        case 3 -> ours.channels().stream().findFirst().ifPresent(channel -> ours.send(channel, new byte[which * 37], true, nowNs));
        case 4 -> ours.open(which % 2 == 0 ? DataChannelSpec.reliable("r") : DataChannelSpec.lossy("l"), nowNs);
        case 5 -> ours.channels().stream().findFirst().ifPresent(channel -> ours.close(channel, nowNs));
        case 6 -> {
          byte[] raw = steps.slice();
          ours.receive(raw, 0, raw.length, nowNs);
        }
        default -> {
          if (which == 0) {
            ours.shutdown(nowNs);
          }
        }
      }
    }

    private static byte[] limited(byte[] value) {
      return value.length <= 1_200 ? value : Arrays.copyOf(value, 1_200);
    }

    /** The next DATA chunk, or one a little off. */
    private void data(int flags, int stream, int ppid, byte[] payload) {
      int tsn = nextTsn + (flags >> 4);
      nextTsn += flags >> 6 == 0 ? 1 : 0;
      receive(tag, packet -> {
        packet.beginData(flags & 0xF, tsn, stream, 0, ppid);
        packet.put(payload, 0, payload.length);
        packet.endChunk();
      });
    }

    private void pass(long ns) {
      nowNs += ns;
      for (int i = 0; i < 50 && ours.nextDeadlineNs() <= nowNs; i++) {
        ours.onDeadline(nowNs);
      }
      Invariant.holds(ours.nextDeadlineNs() > nowNs, "deadlines come to rest");
    }

    void check() {
      Invariant.holds(ours.heldBytes() <= HELD_MAX, "what is kept is bounded");
      Invariant.holds(ours.channels().size() <= SETTINGS.maxChannels(), "channels are bounded");
      Invariant.holds(!ended || (ours.nextDeadlineNs() == Long.MAX_VALUE && ours.channels().isEmpty()), "an ended association is silent");
    }

    void end() {
      ours.abort(nowNs);
      check();
      Invariant.holds(ended, "it ends");
    }

    private void onPacket(byte[] bytes, int offset, int length, long sentNs) {
      Invariant.holds(!ended && length <= PACKET_MAX, "a packet fits the path");
      lastHeard = Arrays.copyOfRange(bytes, offset, offset + length);
      SctpReader check = new SctpReader();
      Invariant.holds(check.wrap(lastHeard, 0, length) && check.checksumHolds(), "a packet is well formed");
    }

    @Override
    public void onChannelOpen(DataChannel channel, long atNs) {
      Invariant.holds(!ended, "nothing follows the end");
    }

    @Override
    public void onMessage(DataChannel channel, byte[] message, boolean binary, long atNs) {
      Invariant.holds(!ended && message.length <= SETTINGS.maxMessageBytes(), "a message is bounded");
    }

    @Override
    public void onRoomAgain(long atNs) {}

    @Override
    public void onChannelClosed(DataChannel channel, DataEnd reason, long atNs) {
      Invariant.holds(!channel.isWritable(), "a closed channel takes nothing");
    }

    @Override
    public void onEnded(DataEnd reason, long atNs) {
      Invariant.holds(!ended, "the end is told once");
      ended = true;
    }
  }
}
