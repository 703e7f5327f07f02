package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.SendOutcome;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.sctp.AssociationState.Ended;
import io.ringcast.sfu.sctp.AssociationState.Established;
import io.ringcast.sfu.sctp.DataChannel.State;
import io.ringcast.sfu.wire.sctp.ChannelOpen;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One peer's data channels: RFC 8831, opened by RFC 8832, over one {@link Association}. Either side opens channels; the DTLS client's have
 * even ids, the server's odd ones. Used by its loop's thread only.
 */
public final class DataChannels {
  private static final long NS_PER_MS = 1_000_000L;
  private static final byte[] EMPTY_MESSAGE = new byte[1];
  private static final byte[] NOTHING = new byte[0];

  private final SctpSettings settings;
  private final DropCounters drops;
  private final DataListener listener;
  private final Association association;
  private final int firstId;
  private int peerMaxMessage;
  private final KeptMessages kept;
  /** In the order of their opening. */
  private final List<DataChannel> channels = new ArrayList<>(2);

  /** Which side of DTLS we are, and what the peer announced. */
  public record Side(boolean dtlsClient, int peerMaxMessageBytes) {}

  public DataChannels(
      SctpSettings settings, SctpScratch scratch, RandomGenerator random, DropCounters drops, PacketSink out, Side side,
      DataListener listener) {
    this.settings = settings;
    this.drops = drops;
    this.listener = listener;
    firstId = side.dtlsClient() ? 0 : 1;
    peerMaxMessage = side.peerMaxMessageBytes();
    kept = new KeptMessages(scratch.budget());
    association = new Association(settings, scratch, random, drops, out, this::on);
  }

  /**
   * Opens a channel, and the association if it is not there yet.
   *
   * @return null when no further channel may be open, which is counted
   */
  public @Nullable DataChannel open(DataChannelSpec spec, long nowNs) {
    int id = freeId();
    if (id < 0 || channels.size() >= settings.maxChannels() || association.state() instanceof Ended) {
      drops.count(DropReason.CHANNEL_LIMIT);
      return null;
    }
    DataChannel channel = new DataChannel(id, spec, State.OPENING);
    channels.add(channel);
    if (association.state() instanceof Established) {
      sendOpen(channel);
      association.flush(nowNs);
    } else {
      association.connect(nowNs);
    }
    return channel;
  }

  /** Uses a channel that both sides agreed on elsewhere, without an opening message; null as with {@link #open}. */
  public @Nullable DataChannel openAgreed(int id, DataChannelSpec spec, long nowNs) {
    if (id >= settings.maxStreams() || find(id) != null || channels.size() >= settings.maxChannels()) {
      drops.count(DropReason.CHANNEL_LIMIT);
      return null;
    }
    DataChannel channel = new DataChannel(id, spec, State.OPEN);
    channels.add(channel);
    association.connect(nowNs);
    return channel;
  }

  private int freeId() {
    for (int id = firstId; id < settings.maxStreams(); id += 2) {
      if (find(id) == null) {
        return id;
      }
    }
    return -1;
  }

  /** Takes a message whose array will not change any more: it is not copied, and may be given to other peers too. */
  public SendOutcome send(DataChannel channel, byte[] message, boolean binary, long nowNs) {
    if (!channel.isWritable() || !(association.state() instanceof Established)) {
      return SendOutcome.CHANNEL_CLOSED;
    }
    if (message.length > Math.min(peerMaxMessage, settings.maxMessageBytes())) {
      drops.count(DropReason.MESSAGE_TOO_LARGE);
      return SendOutcome.TOO_LARGE;
    }
    int ppid = binary ? ChannelOpen.PPID_BINARY : ChannelOpen.PPID_STRING;
    if (message.length == 0) {
      ppid = binary ? ChannelOpen.PPID_BINARY_EMPTY : ChannelOpen.PPID_STRING_EMPTY;
    }
    DataChannelSpec spec = channel.spec();
    boolean unordered = !spec.ordered() && channel.state() == State.OPEN;
    long expiresNs = spec.maxLifetimeMs() == DataChannelSpec.UNLIMITED ? Deadlines.NEVER : nowNs + spec.maxLifetimeMs() * NS_PER_MS;
    byte[] payload = message.length == 0 ? EMPTY_MESSAGE : message;
    if (!association.offer(channel.id(), ppid, payload, unordered, spec.maxRetransmits(), expiresNs)) {
      drops.count(DropReason.MESSAGE_BUFFER_FULL);
      return SendOutcome.BUFFER_FULL;
    }
    association.flush(nowNs);
    return SendOutcome.TAKEN;
  }

  /** The longest message that the peer takes, as it says now. */
  public void peerTakes(int maxMessageBytes) {
    peerMaxMessage = maxMessageBytes;
  }

  /** The listener keeps so much of what it heard: until it gives that back, the peer may send as much less. */
  public void keep(int bytes) {
    kept.keep(bytes);
  }

  /** The listener gives back so much of what it kept. */
  public void giveBack(int bytes, long nowNs) {
    kept.keep(-bytes);
    Conversation conversation = association.conversation();
    if (conversation != null) {
      conversation.receiving().onGivenBack();
      association.flush(nowNs);
    }
  }

  /** Closes a channel once what waits on it is sent. */
  public void close(DataChannel channel, long nowNs) {
    if (association.state() instanceof Established) {
      if (channel.beginClosing(DataEnd.REQUESTED)) {
        association.reset(channel.id());
        association.flush(nowNs);
      }
    } else if (channels.remove(channel)) {
      channel.closed();
      listener.onChannelClosed(channel, DataEnd.REQUESTED, nowNs);
    }
  }

  /** The first channel with this label that takes messages; null when there is none. */
  public @Nullable DataChannel writable(String label) {
    for (DataChannel channel : channels) {
      if (channel.isWritable() && channel.label().equals(label)) {
        return channel;
      }
    }
    return null;
  }

  /** The channels that are there, in the order of their opening. */
  public List<DataChannel> channels() {
    return List.copyOf(channels);
  }

  /** Bytes of messages on a channel that are not acknowledged yet. */
  public int bufferedBytes(DataChannel channel) {
    Conversation conversation = association.conversation();
    return conversation == null ? 0 : conversation.sending().stream(channel.id()).bufferedBytes;
  }

  /** What waits on all channels to be sent or acknowledged, with what its keeping costs. */
  public int sendingBytes() {
    Conversation conversation = association.conversation();
    return conversation == null ? 0 : conversation.sending().heldBytes();
  }

  /** What waits on all channels to be sent or acknowledged, and what waits for missing pieces, with what its keeping costs. */
  public int heldBytes() {
    Conversation conversation = association.conversation();
    return conversation == null ? 0 : conversation.sending().heldBytes() + conversation.receiving().heldBytes();
  }

  /** Takes what came out of one DTLS record. */
  public void receive(byte[] bytes, int offset, int length, long nowNs) {
    association.receive(bytes, offset, length, nowNs);
  }

  /** The earliest moment at which {@link #onDeadline} has something to do, or {@link Long#MAX_VALUE}. */
  public long nextDeadlineNs() {
    return association.nextDeadlineNs();
  }

  public void onDeadline(long nowNs) {
    association.onDeadline(nowNs);
  }

  /** Ends once both sides have delivered. */
  public void shutdown(long nowNs) {
    association.shutdown(nowNs);
  }

  /** Ends at once and tells the peer. */
  public void abort(long nowNs) {
    association.abort(nowNs);
  }

  /** Ends without a word, since the transport has ended. */
  public void drop(long nowNs) {
    association.drop(nowNs);
  }

  Association association() {
    return association;
  }

  private void on(AssociationEvent event, long nowNs) {
    switch (event) {
      case AssociationEvent.Established _ -> onEstablished(nowNs);
      case AssociationEvent.Received received -> onReceived(received, nowNs);
      case AssociationEvent.PeerReset reset -> onPeerReset(reset.streams(), nowNs);
      case AssociationEvent.OwnReset reset -> onOwnReset(reset.streams(), nowNs);
      case AssociationEvent.RoomAgain _ -> listener.onRoomAgain(nowNs);
      case AssociationEvent.Restarted _ -> closeAll(DataEnd.RESTARTED_BY_PEER, nowNs);
      case AssociationEvent.Ended ended -> {
        kept.close();
        closeAll(ended.reason(), nowNs);
        listener.onEnded(ended.reason(), nowNs);
      }
    }
  }

  private void onEstablished(long nowNs) {
    Conversation conversation = association.conversation();
    if (conversation != null) {
      conversation.receiving().count(kept);
    }
    for (DataChannel channel : List.copyOf(channels)) {
      if (channel.state() == State.OPENING) {
        sendOpen(channel);
      } else if (channel.state() == State.OPEN) {
        listener.onChannelOpen(channel, nowNs);
      }
    }
    association.flush(nowNs);
  }

  private void sendOpen(DataChannel channel) {
    DataChannelSpec spec = channel.spec();
    int type = ChannelOpen.RELIABLE;
    long reliability = 0;
    if (spec.maxRetransmits() != DataChannelSpec.UNLIMITED) {
      type = ChannelOpen.LIMITED_RETRANSMITS;
      reliability = spec.maxRetransmits();
    } else if (spec.maxLifetimeMs() != DataChannelSpec.UNLIMITED) {
      type = ChannelOpen.LIMITED_LIFETIME;
      reliability = spec.maxLifetimeMs();
    }
    int order = spec.ordered() ? 0 : ChannelOpen.UNORDERED;
    ChannelOpen open = new ChannelOpen(type | order, spec.priority(), reliability, spec.label(), spec.protocol());
    association.addControl(channel.id(), open.write());
  }

  private void onReceived(AssociationEvent.Received received, long nowNs) {
    DataChannel channel = find(received.stream());
    if (received.ppid() == ChannelOpen.PPID_CONTROL) {
      onControl(channel, received, nowNs);
      return;
    }
    if (channel == null) {
      drops.count(DropReason.CHANNEL_UNKNOWN);
      return;
    }
    switch (received.ppid()) {
      case ChannelOpen.PPID_STRING -> listener.onMessage(channel, received.message(), false, nowNs);
      case ChannelOpen.PPID_BINARY -> listener.onMessage(channel, received.message(), true, nowNs);
      case ChannelOpen.PPID_STRING_EMPTY -> listener.onMessage(channel, NOTHING, false, nowNs);
      case ChannelOpen.PPID_BINARY_EMPTY -> listener.onMessage(channel, NOTHING, true, nowNs);
      default -> drops.count(DropReason.CHANNEL_MALFORMED);
    }
  }

  private void onControl(@Nullable DataChannel channel, AssociationEvent.Received received, long nowNs) {
    if (ChannelOpen.isAck(received.message())) {
      if (channel != null && channel.state() == State.OPENING) {
        channel.acknowledged();
        listener.onChannelOpen(channel, nowNs);
      }
      return;
    }
    ChannelOpen open = ChannelOpen.read(received.message());
    DataChannel there = open == null ? channel : stillThere(channel, received.stream(), nowNs);
    if (open == null || there != null || received.stream() % 2 == firstId) {
      drops.count(DropReason.CHANNEL_MALFORMED);
      refuse(there, received.stream(), nowNs);
    } else if (channels.size() >= settings.maxChannels()) {
      drops.count(DropReason.CHANNEL_LIMIT);
      refuse(null, received.stream(), nowNs);
    } else {
      DataChannel opened = new DataChannel(received.stream(), specOf(open), State.OPEN);
      channels.add(opened);
      association.addControl(opened.id(), ChannelOpen.ack());
      association.flush(nowNs);
      listener.onChannelOpen(opened, nowNs);
    }
  }

  /**
   * The channel that an opening message meets. A peer that opens one anew which we are closing, or refused, has done what our reset asks
   * for: its answer is on its way, or was lost.
   */
  private @Nullable DataChannel stillThere(@Nullable DataChannel channel, int stream, long nowNs) {
    Conversation conversation = association.conversation();
    boolean over = channel == null || (channel.state() == State.CLOSING && channel.isResetByPeer());
    if (conversation != null && over) {
      onOwnReset(conversation.resets().assumeAnswered(stream), nowNs);
    }
    return find(stream);
  }

  /** Closing is the only answer that RFC 8832 knows beside the acknowledgement. */
  private void refuse(@Nullable DataChannel channel, int stream, long nowNs) {
    if (channel == null) {
      association.reset(stream);
      association.flush(nowNs);
    } else {
      close(channel, nowNs);
    }
  }

  private static DataChannelSpec specOf(ChannelOpen open) {
    int limit = (int) Math.min(open.reliability(), Integer.MAX_VALUE);
    int kind = open.channelType() & ~ChannelOpen.UNORDERED;
    return new DataChannelSpec(
      open.label(),
      open.protocol(),
      (open.channelType() & ChannelOpen.UNORDERED) == 0,
      kind == ChannelOpen.LIMITED_RETRANSMITS ? limit : DataChannelSpec.UNLIMITED,
      kind == ChannelOpen.LIMITED_LIFETIME ? limit : DataChannelSpec.UNLIMITED,
      open.priority());
  }

  private void onPeerReset(int[] streams, long nowNs) {
    for (int stream : streams) {
      DataChannel channel = find(stream);
      if (channel != null) {
        channel.wasResetByPeer();
        if (channel.beginClosing(DataEnd.CLOSED_BY_PEER)) {
          association.reset(stream);
        }
        settle(channel, nowNs);
      }
    }
    association.flush(nowNs);
  }

  private void onOwnReset(int[] streams, long nowNs) {
    for (int stream : streams) {
      DataChannel channel = find(stream);
      if (channel != null && channel.state() == State.CLOSING) {
        channel.wasResetByUs();
        settle(channel, nowNs);
      }
    }
  }

  private void settle(DataChannel channel, long nowNs) {
    if (channel.isResetOnBothSides()) {
      channels.remove(channel);
      channel.closed();
      listener.onChannelClosed(channel, channel.end(), nowNs);
    }
  }

  private void closeAll(DataEnd reason, long nowNs) {
    List<DataChannel> closing = List.copyOf(channels);
    channels.clear();
    for (DataChannel channel : closing) {
      channel.closed();
      listener.onChannelClosed(channel, reason, nowNs);
    }
  }

  private @Nullable DataChannel find(int id) {
    for (DataChannel channel : channels) {
      if (channel.id() == id) {
        return channel;
      }
    }
    return null;
  }
}
