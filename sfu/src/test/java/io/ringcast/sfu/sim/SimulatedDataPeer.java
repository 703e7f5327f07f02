package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.SendOutcome;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.sctp.DataChannel;
import io.ringcast.sfu.sctp.DataChannels;
import io.ringcast.sfu.sctp.DataListener;
import io.ringcast.sfu.sctp.SctpScratch;
import io.ringcast.sfu.sctp.SctpSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One side of an association in virtual time: what it sends is noted, what it hears is compared with what the other noted. */
final class SimulatedDataPeer implements DataListener {
  /** More than an opening message costs. */
  private static final int CONTROL_BYTES = 500;

  private final String name;
  private final VirtualTime time;
  private final SctpSettings settings;
  private final DropCounters drops = new DropCounters();
  private final DataChannels channels;
  private final WireTap tap = new WireTap();
  private final Map<String, DataLane> out = new HashMap<>();
  private final Map<String, DataChannel> open = new HashMap<>();
  private @Nullable SimulatedDataPeer other;
  private long plannedNs = Long.MAX_VALUE;
  private final Set<String> acknowledged = new HashSet<>();
  private int opened;
  private int closed;
  private int refused;
  private boolean roomWanted;
  private @Nullable DataEnd end;

  SimulatedDataPeer(String name, VirtualTime time, RandomGenerator random, SctpSettings settings, boolean client) {
    this.name = name;
    this.time = time;
    this.settings = settings;
    channels = new DataChannels(settings, new SctpScratch(), random, drops, this::onPacket,
      new DataChannels.Side(client, settings.maxMessageBytes()), this);
  }

  /** Connects both directions: what one sends, the other's link carries. */
  void to(SimulatedDataPeer peer, Link link) {
    other = peer;
    tap.link = link;
  }

  private void onPacket(byte[] bytes, int offset, int length, long nowNs) {
    SimulatedDataPeer receiver = other;
    if (receiver == null || length > 1_160) {
      throw new Broken("%s sends %d bytes", name, length);
    }
    byte[] packet = Arrays.copyOfRange(bytes, offset, offset + length);
    tap.look(packet, out.values(), nowNs);
    tap.carry(packet, receiver::receive);
  }

  private void receive(byte[] packet) {
    channels.receive(packet, 0, packet.length, time.nowNs());
    after();
  }

  /** Plans the next deadline, and looks at what must hold after every call. */
  private void after() {
    int limit = settings.sendBufferBytes() + 2 * settings.receiveWindowBytes() + settings.maxChannels() * CONTROL_BYTES;
    if (channels.heldBytes() > limit) {
      throw new Broken("%s holds %d bytes of %d", name, channels.heldBytes(), limit);
    }
    long dueNs = channels.nextDeadlineNs();
    if (dueNs < plannedNs) {
      plannedNs = dueNs;
      time.at(dueNs, () -> onPlanned(dueNs));
    }
  }

  private void onPlanned(long dueNs) {
    if (plannedNs == dueNs) {
      plannedNs = Long.MAX_VALUE;
      if (channels.nextDeadlineNs() <= time.nowNs()) {
        channels.onDeadline(time.nowNs());
      }
      after();
    }
  }

  /** Opens a channel under a label of its own and tells it; empty when none was to be had. */
  String open(DataChannelSpec like) {
    String label = name + '-' + opened++;
    DataChannelSpec spec = new DataChannelSpec(
      label, "", like.ordered(), like.maxRetransmits(), like.maxLifetimeMs(), like.priority());
    DataChannel channel = channels.open(spec, time.nowNs());
    after();
    if (channel != null) {
      open.put(label, channel);
      out.put(label, new DataLane(channel.id(), spec));
    }
    return channel == null ? "" : label;
  }

  /** Sends a message on a channel if it is open, and notes it. */
  void send(String label, byte[] message) {
    DataChannel channel = open.get(label);
    DataLane lane = out.get(label);
    if (channel == null || lane == null) {
      return;
    }
    lane.number(message);
    lane.sent(message, time.nowNs(), acknowledged.contains(label));
    SendOutcome outcome = channels.send(channel, message, true, time.nowNs());
    if (outcome != SendOutcome.TAKEN) {
      lane.takeBack();
    }
    if (outcome == SendOutcome.BUFFER_FULL) {
      refused++;
      roomWanted = true;
    }
    after();
  }

  void close(String label) {
    DataChannel channel = open.get(label);
    if (channel != null) {
      channels.close(channel, time.nowNs());
      after();
    }
  }

  void shutdown() {
    channels.shutdown(time.nowNs());
    after();
  }

  @Override
  public void onChannelOpen(DataChannel channel, long nowNs) {
    acknowledged.add(channel.label());
    open.put(channel.label(), channel);
    out.putIfAbsent(channel.label(), new DataLane(channel.id(), channel.spec()));
  }

  @Override
  public void onMessage(DataChannel channel, byte[] message, boolean binary, long nowNs) {
    DataLane lane = other == null ? null : other.out.get(channel.label());
    if (lane == null || !binary) {
      throw new Broken("%s hears on %s what nobody sent", name, channel.label());
    }
    lane.received(message, nowNs, other == null ? 0 : other.tap.longestNs());
  }

  @Override
  public void onRoomAgain(long nowNs) {
    roomWanted = false;
  }

  @Override
  public void onChannelClosed(DataChannel channel, DataEnd reason, long nowNs) {
    open.remove(channel.label());
    DataLane lane = out.get(channel.label());
    if (lane != null && !acknowledged.contains(channel.label())) {
      lane.refused();
    }
    closed++;
  }

  @Override
  public void onEnded(DataEnd reason, long nowNs) {
    if (end != null) {
      throw new Broken("%s ends twice", name);
    }
    end = reason;
  }

  /** All that can still arrive has arrived; what must hold then. */
  void checkDelivered() {
    out.forEach((label, lane) -> lane.checkDelivered(label));
    if (channels.heldBytes() != 0 || roomWanted) {
      throw new Broken("%s holds %d bytes at rest, wants room %b", name, channels.heldBytes(), roomWanted);
    }
  }

  /** Whether a message that must arrive has not yet. */
  boolean isWaiting() {
    return channels.heldBytes() > 0 || out.values().stream().anyMatch(DataLane::isWaiting);
  }

  void checkEnded() {
    if (end == null || channels.nextDeadlineNs() != Long.MAX_VALUE || !channels.channels().isEmpty()) {
      throw new Broken("%s ended %s, next deadline %d", name, end, channels.nextDeadlineNs());
    }
  }

  @Nullable DataEnd end() {
    return end;
  }

  int openCount() {
    return channels.channels().size();
  }

  int refused() {
    return refused;
  }

  int closedCount() {
    return closed;
  }

  DropCounters drops() {
    return drops;
  }

  long packets() {
    return tap.packets();
  }

  void quality(LinkQuality quality) {
    tap.quality(quality);
  }
}
