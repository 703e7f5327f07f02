package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.DataEvents;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.PeerData;
import io.ringcast.sfu.api.SendOutcome;
import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.sctp.DataChannel;
import io.ringcast.sfu.sctp.DataChannels;
import io.ringcast.sfu.sctp.DataListener;
import io.ringcast.sfu.sctp.SctpSettings;
import io.ringcast.sfu.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One peer's data channels on its loop, over its transport. The association is made when the peer speaks SCTP or somebody here opens a
 * channel; a peer without data channels costs this object only.
 *
 * <p>What the listener hears is kept against the association's window until it is given back; of what an association left behind that has
 * ended, nothing counts against the next.
 */
public final class DataLink implements DataListener {
  private final Shard shard;
  private final Transport transport;
  private @Nullable DataEvents events;
  private @Nullable DataChannels channels;
  private @Nullable Timer timer;
  /** Channels that wait for the transport to open; null when none does. */
  private @Nullable List<DataChannelSpec> waiting;
  private SendBuffer buffer = new SendBuffer();
  private int peerMaxMessageBytes = PeerData.MESSAGE_BYTES_MAX;
  /** What the listener keeps of messages of this association, and of ones that have ended. */
  private int kept;
  private int leftBehind;

  DataLink(Shard shard, Transport transport) {
    this.shard = shard;
    this.transport = transport;
  }

  public void listen(DataEvents events) {
    this.events = events;
  }

  /** Where those who send look how much waits. */
  public void use(SendBuffer shared) {
    buffer = shared;
  }

  /** The longest message that the peer takes, as it says now. */
  public void peerTakes(int maxMessageBytes) {
    peerMaxMessageBytes = maxMessageBytes;
    if (channels != null) {
      channels.peerTakes(maxMessageBytes);
    }
  }

  /** After everything that was asked of it: the listener needs so much no longer, and those who wait for room hear of it. */
  public void settle(int givenBack, long nowNs) {
    int old = Math.min(leftBehind, givenBack);
    leftBehind -= old;
    int now = Math.min(kept, givenBack - old);
    if (channels != null && now > 0) {
      kept -= now;
      channels.giveBack(now, nowNs);
    }
    rearm();
  }

  /** What the listener keeps of messages that it heard, of ended associations too. */
  public int keptBytes() {
    return kept + leftBehind;
  }

  /** Opens a channel, now or when the transport opens. */
  public void open(DataChannelSpec spec, long nowNs) {
    if (transport.isOpen()) {
      association().open(spec, nowNs);
      rearm();
    } else {
      List<DataChannelSpec> specs = waiting;
      if (specs == null) {
        specs = new ArrayList<>(2);
        waiting = specs;
      }
      if (specs.size() < SctpSettings.USUAL.maxChannels()) {
        specs.add(spec);
      }
    }
  }

  void onTransportOpen(long nowNs) {
    List<DataChannelSpec> specs = waiting;
    waiting = null;
    if (specs != null) {
      specs.forEach(spec -> open(spec, nowNs));
    }
  }

  /** Sends a message whose array will not change any more. */
  public void send(String label, byte[] message, boolean binary, long nowNs) {
    DataChannel channel = find(label);
    SendOutcome outcome = SendOutcome.CHANNEL_CLOSED;
    if (channels != null && channel != null) {
      outcome = channels.send(channel, message, binary, nowNs);
      rearm();
    }
    if (outcome != SendOutcome.TAKEN && events != null) {
      events.onRefused(label, message, outcome);
    }
  }

  public void close(String label, long nowNs) {
    DataChannel channel = find(label);
    if (channels != null && channel != null) {
      channels.close(channel, nowNs);
      rearm();
    }
  }

  /** What one DTLS record brought. */
  void onData(byte[] bytes, long nowNs) {
    association().receive(bytes, 0, bytes.length, nowNs);
    rearm();
  }

  /** The transport has ended. */
  void onTransportClosed(long nowNs) {
    waiting = null;
    if (channels != null) {
      channels.drop(nowNs);
    }
  }

  private @Nullable DataChannel find(String label) {
    return channels == null ? null : channels.writable(label);
  }

  private DataChannels association() {
    DataChannels known = channels;
    if (known == null) {
      DataChannels.Side side = new DataChannels.Side(transport.dtlsRole() == DtlsRole.CLIENT, peerMaxMessageBytes);
      known = new DataChannels(
        SctpSettings.USUAL, shard.sctpScratch(), shard.random(), transport.drops(), this::sendPacket, side, this);
      channels = known;
      timer = new Timer(this::onDeadline);
    }
    return known;
  }

  private void sendPacket(byte[] bytes, int offset, int length, long nowNs) {
    transport.sendData(bytes, offset, length, nowNs);
  }

  private void onDeadline(long nowNs) {
    if (channels != null) {
      channels.onDeadline(nowNs);
      rearm();
    }
  }

  /** One timer of the loop's wheel stands for all of the association's. */
  private void rearm() {
    buffer.holds(channels == null ? 0 : channels.sendingBytes());
    if (events != null && buffer.hasRoomAgain()) {
      events.onRoomAgain();
    }
    if (timer == null) {
      return;
    }
    long dueNs = channels == null ? Long.MAX_VALUE : channels.nextDeadlineNs();
    if (dueNs == Long.MAX_VALUE) {
      shard.timers().disarm(timer);
    } else if (!timer.isArmed() || timer.dueNs() != dueNs) {
      shard.timers().arm(timer, dueNs);
    }
  }

  @Override
  public void onChannelOpen(DataChannel channel, long nowNs) {
    if (events != null) {
      events.onChannelOpen(channel.spec());
    }
  }

  @Override
  public void onMessage(DataChannel channel, byte[] message, boolean binary, long nowNs) {
    if (events != null && channels != null) {
      kept += SendBuffer.cost(message);
      channels.keep(SendBuffer.cost(message));
      events.onMessage(channel.label(), message, binary);
    }
  }

  /** The buffer that is shared with those who send is never larger than the association's. */
  @Override
  public void onRoomAgain(long nowNs) {}

  @Override
  public void onChannelClosed(DataChannel channel, DataEnd reason, long nowNs) {
    if (events != null) {
      events.onChannelClosed(channel.label(), reason);
    }
  }

  /** A peer may begin again, which makes another association. */
  @Override
  public void onEnded(DataEnd reason, long nowNs) {
    channels = null;
    leftBehind += kept;
    kept = 0;
    if (timer != null) {
      shard.timers().disarm(timer);
      timer = null;
    }
    if (events != null) {
      events.onEnded(reason);
    }
  }
}
