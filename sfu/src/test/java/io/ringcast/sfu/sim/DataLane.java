package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.DataChannelSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** One direction of one data channel: every message that was taken, and which of them arrived, when and in what order. */
final class DataLane {
  private static final int NUMBER_BYTES = 4;
  private static final long NS_PER_MS = 1_000_000;

  private final int stream;
  private final DataChannelSpec spec;
  private final List<byte[]> messages = new ArrayList<>();
  private final List<Long> sentNs = new ArrayList<>();
  private final BitSet arrived = new BitSet();
  private final BitSet unordered = new BitSet();
  private boolean refused;
  private int last = -1;

  DataLane(int stream, DataChannelSpec spec) {
    this.stream = stream;
    this.spec = spec;
  }

  int stream() {
    return stream;
  }

  /** Writes the next message's number into its first bytes. */
  void number(byte[] message) {
    ByteBuffer.wrap(message).putInt(messages.size());
  }

  /** @param acknowledged whether its channel was: before, all messages are in order */
  void sent(byte[] message, long nowNs, boolean acknowledged) {
    unordered.set(messages.size(), acknowledged && !spec.ordered());
    messages.add(message);
    sentNs.add(nowNs);
  }

  private boolean isReliable() {
    return spec.maxRetransmits() == DataChannelSpec.UNLIMITED && spec.maxLifetimeMs() == DataChannelSpec.UNLIMITED;
  }

  void received(byte[] message, long nowNs, long longestNs) {
    int number = message.length < NUMBER_BYTES ? -1 : ByteBuffer.wrap(message).getInt();
    if (number < 0 || number >= messages.size() || !Arrays.equals(message, messages.get(number))) {
      throw new Broken("%s: message %d is none that was sent", spec.label(), number);
    }
    if (arrived.get(number)) {
      throw new Broken("%s: message %d arrives twice", spec.label(), number);
    }
    boolean inOrder = isReliable() ? number == last + 1 : number > last;
    if (spec.ordered() && !inOrder) {
      throw new Broken("%s: message %d arrives behind %d", spec.label(), number, last);
    }
    if (unordered.get(number) && spec.maxLifetimeMs() != DataChannelSpec.UNLIMITED) {
      long latestNs = sentNs.get(number) + spec.maxLifetimeMs() * NS_PER_MS + longestNs + 2 * NS_PER_MS;
      if (nowNs > latestNs) {
        throw new Broken("%s: message %d arrives %d ms late", spec.label(), number, (nowNs - latestNs) / NS_PER_MS);
      }
    }
    arrived.set(number);
    last = number;
  }

  /** A chunk of this lane is sent for the how many-th time. */
  void checkSent(int times, long nowNs) {
    if (spec.maxRetransmits() != DataChannelSpec.UNLIMITED && times > spec.maxRetransmits() + 1) {
      throw new Broken("%s: a chunk is sent %d times", spec.label(), times);
    }
    if (spec.maxLifetimeMs() != DataChannelSpec.UNLIMITED && !sentNs.isEmpty()
        && nowNs > sentNs.getLast() + spec.maxLifetimeMs() * NS_PER_MS) {
      throw new Broken("%s: a chunk is sent after its time", spec.label());
    }
  }

  /** The last message was refused. */
  void takeBack() {
    messages.removeLast();
    sentNs.removeLast();
  }

  /** The peer never took the channel. */
  void refused() {
    refused = true;
  }

  boolean isWaiting() {
    return !refused && isReliable() && arrived.cardinality() < messages.size();
  }

  void checkDelivered(String label) {
    if (isWaiting()) {
      throw new Broken("%s: %d of %d messages arrived", label, arrived.cardinality(), messages.size());
    }
  }
}
