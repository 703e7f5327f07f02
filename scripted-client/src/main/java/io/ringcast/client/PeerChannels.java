package io.ringcast.client;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.SendOutcome;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.sctp.DataChannel;
import io.ringcast.sfu.sctp.DataChannels;
import io.ringcast.sfu.sctp.DataListener;
import io.ringcast.sfu.sctp.SctpSettings;

/**
 * The data channels of one scripted peer. Their SCTP is the server's own: they are what it is measured with, not what proves it. Lives on
 * its host's loop.
 */
public final class PeerChannels implements DataListener {
  /** What channels tell. */
  public interface Listener {
    /** A channel can be used, whoever opened it. */
    default void onOpen(String label) {}

    /**
     * A whole message.
     *
     * @param arrivedNs when the last of it came
     */
    void onMessage(String label, byte[] message, long arrivedNs);
  }

  private static final long NEVER = Long.MAX_VALUE;

  private final ClientLoop loop;
  private final Listener listener;
  private final DataChannels channels;
  private long arrivedNs;
  private long alarmNs = NEVER;
  private boolean ended;

  /** @param dtlsClient whether the peer is the DTLS client, whose channels have even ids */
  public PeerChannels(ClientHost host, ScriptedPeer peer, boolean dtlsClient, Listener listener) {
    this.loop = host.loop();
    this.listener = listener;
    channels = new DataChannels(SctpSettings.USUAL, host.sctp(), host.random(), new DropCounters(),
      (bytes, offset, length, nowNs) -> peer.sendData(bytes, offset, length),
      new DataChannels.Side(dtlsClient, SctpSettings.USUAL.maxMessageBytes()), this);
    peer.hearData(this::receive);
  }

  /** Opens a channel; the peer's transport is open. */
  public void open(DataChannelSpec spec) {
    DataChannel _ = channels.open(spec, loop.nowNs());
    rearm();
  }

  /** Sends a binary message whose array will not change any more; false when there is no such channel, or no room. */
  public boolean send(String label, byte[] message) {
    DataChannel channel = channels.writable(label);
    if (channel == null) {
      return false;
    }
    SendOutcome outcome = channels.send(channel, message, true, loop.nowNs());
    rearm();
    return outcome == SendOutcome.TAKEN;
  }

  private void receive(byte[] content, long cameNs) {
    if (!ended) {
      arrivedNs = cameNs;
      channels.receive(content, 0, content.length, loop.nowNs());
      rearm();
    }
  }

  /** Rings at the next deadline; an alarm whose deadline has moved finds nothing due. */
  private void rearm() {
    long dueNs = channels.nextDeadlineNs();
    if (!ended && dueNs < alarmNs) {
      alarmNs = dueNs;
      ClientLoop.Alarm _ = loop.at(dueNs, nowNs -> ring(dueNs, nowNs));
    }
  }

  private void ring(long dueNs, long nowNs) {
    if (dueNs == alarmNs && !ended) {
      alarmNs = NEVER;
      channels.onDeadline(nowNs);
      rearm();
    }
  }

  @Override
  public void onChannelOpen(DataChannel channel, long nowNs) {
    listener.onOpen(channel.label());
  }

  @Override
  public void onMessage(DataChannel channel, byte[] message, boolean binary, long nowNs) {
    listener.onMessage(channel.label(), message, arrivedNs);
  }

  @Override
  public void onRoomAgain(long nowNs) {}

  @Override
  public void onChannelClosed(DataChannel channel, DataEnd reason, long nowNs) {}

  @Override
  public void onEnded(DataEnd reason, long nowNs) {
    ended = true;
  }
}
