package io.ringcast.signaling.support;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DataEvents;
import io.ringcast.sfu.api.PeerData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Data channels that keep what they are told. */
public final class FakeData implements PeerData {
  public final List<DataChannelSpec> opened = new ArrayList<>();
  public final List<Sent> sent = new ArrayList<>();
  public @Nullable DataEvents events;

  /** One message that was sent. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Sent(String label, byte[] message, boolean binary) {}

  @Override
  public void listen(DataEvents listener) {
    events = listener;
  }

  @Override
  public void open(DataChannelSpec spec) {
    opened.add(spec);
  }

  @Override
  public boolean send(String label, byte[] message, boolean binary) {
    return sent.add(new Sent(label, message, binary));
  }

  @Override
  public void close(String label) {
    opened.removeIf(spec -> spec.label().equals(label));
  }
}
