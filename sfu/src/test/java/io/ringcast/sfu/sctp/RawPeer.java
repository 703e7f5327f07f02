package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.wire.sctp.ChannelOpen;
import io.ringcast.sfu.wire.sctp.ParameterReader;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A peer whose every chunk a test writes, and our side of the association, at a time that the test tells. */
final class RawPeer implements DataListener {
  static final int TAG = 0x7777_0001;
  static final int FIRST_TSN = -3;

  final DropCounters drops = new DropCounters();
  final DataChannels ours;
  final List<byte[]> heard = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  long nowNs = 1_000_000_000L;
  int tsn = FIRST_TSN;
  private final SctpReader reader = new SctpReader();
  private final SctpScratch loop;
  private int ourTag;
  private int ourTsn;

  RawPeer(SctpSettings settings) {
    this(settings, new SctpScratch());
  }

  private RawPeer(SctpSettings settings, SctpScratch loop) {
    this.loop = loop;
    ours = new DataChannels(settings, loop, new SplittableRandom(5), drops, this::onPacket,
      new DataChannels.Side(false, settings.maxMessageBytes()), this);
  }

  /** One whose association is established, the peer as the DTLS client. */
  static RawPeer established(SctpSettings settings) {
    return established(settings, new SctpScratch());
  }

  /** One of several on a loop. */
  static RawPeer established(SctpSettings settings, SctpScratch loop) {
    RawPeer peer = new RawPeer(settings, loop);
    peer.sendInit();
    byte[] cookie = peer.cookie();
    peer.send(packet -> packet.chunk(Sctp.COOKIE_ECHO, 0, cookie, 0, cookie.length));
    peer.heard.clear();
    return peer;
  }

  private void onPacket(byte[] bytes, int offset, int length, long sentNs) {
    heard.add(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  void sendInit() {
    send(0, packet -> {
      packet.beginInit(Sctp.INIT, TAG, 100_000, 1_024, FIRST_TSN);
      packet.beginParameter(Sctp.FORWARD_TSN_SUPPORTED);
      packet.endParameter();
      packet.endChunk();
    });
  }

  /** What the last INIT ACK says of us; its cookie. */
  byte[] cookie() {
    ParameterReader parameters = new ParameterReader();
    byte[] ack = heard.getLast();
    if (!reader.wrap(ack, 0, ack.length) || !reader.next() || reader.type() != Sctp.INIT_ACK || !reader.parameters(parameters)) {
      throw new AssertionError("no INIT ACK");
    }
    ourTag = reader.initiateTag();
    ourTsn = reader.initTsn();
    while (parameters.next()) {
      if (parameters.type() == Sctp.STATE_COOKIE) {
        return Arrays.copyOfRange(parameters.bytes(), parameters.valueOffset(), parameters.valueOffset() + parameters.valueLength());
      }
    }
    throw new AssertionError("no cookie");
  }

  /** What all associations of its loop keep. */
  int budgetBytes() {
    return loop.budget().heldBytes();
  }

  int ourTag() {
    return ourTag;
  }

  int ourTsn() {
    return ourTsn;
  }

  void send(Consumer<SctpWriter> chunks) {
    send(ourTag, chunks);
  }

  void send(int tag, Consumer<SctpWriter> chunks) {
    byte[] packet = packet(tag, chunks);
    ours.receive(packet, 0, packet.length, nowNs);
  }

  static byte[] packet(int tag, Consumer<SctpWriter> chunks) {
    byte[] bytes = new byte[60_000];
    SctpWriter writer = new SctpWriter();
    writer.begin(bytes, bytes.length, tag);
    chunks.accept(writer);
    return Arrays.copyOf(bytes, writer.finish());
  }

  /** Sends the next DATA chunk. */
  void data(int flags, int stream, int ssn, int ppid, byte[] payload) {
    data(tsn++, flags, stream, ssn, ppid, payload);
  }

  void data(int number, int flags, int stream, int ssn, int ppid, byte[] payload) {
    send(packet -> {
      packet.beginData(flags, number, stream, ssn, ppid);
      packet.put(payload, 0, payload.length);
      packet.endChunk();
    });
  }

  void open(int stream, String label) {
    byte[] open = new ChannelOpen(ChannelOpen.RELIABLE, 0, 0, label, "").write();
    data(Sctp.BEGIN | Sctp.END, stream, 0, ChannelOpen.PPID_CONTROL, open);
  }

  void sack(int upTo, int window) {
    send(packet -> {
      packet.beginSack(upTo, window, 0, 0);
      packet.endChunk();
    });
  }

  /** Lets time go by, with all deadlines in it. */
  void pass(long ns) {
    long untilNs = nowNs + ns;
    while (ours.nextDeadlineNs() <= untilNs) {
      nowNs = Math.max(nowNs, ours.nextDeadlineNs());
      ours.onDeadline(nowNs);
    }
    nowNs = untilNs;
  }

  /** The types of the chunks that were heard, in order. */
  List<Integer> chunkTypes() {
    List<Integer> types = new ArrayList<>();
    for (byte[] packet : heard) {
      if (!reader.wrap(packet, 0, packet.length) || !reader.checksumHolds()) {
        throw new AssertionError("a packet of ours is malformed");
      }
      while (reader.next()) {
        types.add(reader.type());
      }
    }
    return types;
  }

  /** The window of the last SACK that was heard. */
  long window() {
    long window = -1;
    for (byte[] packet : heard) {
      reader.wrap(packet, 0, packet.length);
      while (reader.next()) {
        window = reader.type() == Sctp.SACK ? reader.sackWindow() : window;
      }
    }
    return window;
  }

  long dropped(DropReason reason) {
    return drops.of(reason);
  }

  @Override
  public void onChannelOpen(DataChannel channel, long atNs) {
    said.add("open " + channel.label());
  }

  @Override
  public void onMessage(DataChannel channel, byte[] message, boolean binary, long atNs) {
    said.add((binary ? "binary " : "text ") + new String(message, StandardCharsets.UTF_8));
  }

  @Override
  public void onRoomAgain(long atNs) {
    said.add("room");
  }

  @Override
  public void onChannelClosed(DataChannel channel, DataEnd reason, long atNs) {
    said.add("closed " + channel.label() + ' ' + reason);
  }

  @Override
  public void onEnded(DataEnd reason, long atNs) {
    said.add("ended " + reason);
  }
}
