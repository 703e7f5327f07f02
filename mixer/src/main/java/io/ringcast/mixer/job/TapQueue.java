package io.ringcast.mixer.job;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.Tap;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the media loop hands to another thread: packets are copied into a bounded queue, and the loop never waits. When that thread is
 * behind, packets are dropped and counted; intake then asks for a keyframe as it does after any loss.
 */
public final class TapQueue implements Tap {
  /** About two seconds of a large picture. */
  static final int CAPACITY = 2_048;

  /** One thing a tap was told. */
  public sealed interface Word {}

  @SuppressWarnings("ArrayRecordComponent")
  public record Packet(byte[] bytes, long arrivalNs) implements Word {}

  public record Clock(long ntp, int rtpTimestamp) implements Word {}

  private final Queue<Word> words = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean ended;

  @Override
  public void onPacket(Layer layer, byte[] bytes, int offset, int length, long arrivalNs) {
    say(new Packet(Arrays.copyOfRange(bytes, offset, offset + length), arrivalNs));
  }

  @Override
  public void onSenderReport(Layer layer, long ntp, int rtpTimestamp) {
    say(new Clock(ntp, rtpTimestamp));
  }

  @Override
  public void onEnd() {
    ended = true;
  }

  private void say(Word word) {
    if (!words.offer(word)) {
      dropped.incrementAndGet();
    }
  }

  /** Takes all that waits. */
  public Queue<Word> take() {
    Queue<Word> taken = new ArrayDeque<>();
    Word word = words.poll();
    while (word != null) {
      taken.add(word);
      word = taken.size() < CAPACITY ? words.poll() : null;
    }
    return taken;
  }

  public boolean ended() {
    return ended;
  }

  /** How many found no room since this was asked last. */
  public long takeDropped() {
    return dropped.getAndSet(0);
  }
}
