package io.ringcast.signaling.support;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEvents;
import io.ringcast.sfu.api.PeerData;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Data channels that keep what they are told, of a peer that acknowledges nothing until it is told to. */
public final class FakeData implements PeerData {
  public final List<DataChannelSpec> opened = new ArrayList<>();
  public final List<Sent> sent = new ArrayList<>();
  public @Nullable DataEvents events;
  public int maxMessageBytes;
  /** What the peer has not acknowledged. */
  public int buffered;
  /** What was heard and is not done with. */
  public int kept;
  private boolean refused;

  /** One message that was sent. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Sent(String label, byte[] message, boolean binary) {}

  @Override
  public void listen(DataEvents listener) {
    events = listener;
  }

  /** The peer opens a channel, or acknowledges that we did. */
  public void openChannel(DataChannelSpec spec) {
    heard().onChannelOpen(spec);
  }

  /** The peer sends a message. */
  public void hear(String label, byte[] message) {
    kept += message.length + MESSAGE_OVERHEAD_BYTES;
    heard().onMessage(label, message, true);
  }

  /** The peer acknowledges everything. */
  public void drain() {
    buffered = 0;
    if (refused) {
      refused = false;
      heard().onRoomAgain();
    }
  }

  private DataEvents heard() {
    return Objects.requireNonNull(events);
  }

  @Override
  public void peerTakes(int bytes) {
    maxMessageBytes = bytes;
  }

  @Override
  public void open(DataChannelSpec spec) {
    opened.add(spec);
  }

  @Override
  public boolean send(String label, byte[] message, boolean binary) {
    int cost = message.length + MESSAGE_OVERHEAD_BYTES;
    if (buffered + cost > BUFFER_BYTES) {
      refused = true;
      return false;
    }
    buffered += cost;
    return sent.add(new Sent(label, message, binary));
  }

  @Override
  public int bufferedBytes() {
    return buffered;
  }

  @Override
  public void done(byte[] message) {
    kept -= message.length + MESSAGE_OVERHEAD_BYTES;
  }

  @Override
  public void close(String label) {
    opened.removeIf(spec -> spec.label().equals(label));
  }
}
