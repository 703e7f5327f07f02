package io.ringcast.relay.hls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a stream that playlists list, and those removed from them that may still be fetched: each for as long as a playlist is
 * (section 6.2.2). The last segment grows until it is whole.
 */
final class SegmentWindow {
  private final HlsSettings settings;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final Map<Integer, byte[]> inits = new HashMap<>();
  private long firstListed;
  private long removedDiscontinuities;
  private long nextSequence;
  private int nextInit;

  SegmentWindow(HlsSettings settings) {
    this.settings = settings;
  }

  /** Keeps the configuration of segments to come. */
  void addInit(byte[] init) {
    inits.put(nextInit++, init);
  }

  /** The segment that grows, begun where there is none. */
  Segment grow(long startUs) {
    Segment last = segments.peekLast();
    if (last != null && !last.whole()) {
      return last;
    }
    Segment begun = new Segment(nextSequence++, nextInit - 1, last != null && last.init != nextInit - 1, startUs);
    segments.add(begun);
    return begun;
  }

  /** The segment that grows is whole; what is too old leaves. */
  void finishLast() {
    Segment last = segments.peekLast();
    if (last == null || last.whole()) {
      return;
    }
    last.finish();
    long listedUs = 0;
    for (Segment segment : listed()) {
      listedUs += segment.durationUs();
    }
    for (Segment segment : listed()) {
      if (listedUs - segment.durationUs() < settings.listedUs()) {
        break;
      }
      listedUs -= segment.durationUs();
      removedDiscontinuities += segment.discontinuity ? 1 : 0;
      firstListed++;
    }
    forget(last);
  }

  private void forget(Segment last) {
    long keptFromUs = last.startUs + last.durationUs() - 2 * settings.listedUs();
    while (Objects.requireNonNull(segments.peekFirst()).sequence < firstListed
        && segments.getFirst().startUs + segments.getFirst().durationUs() < keptFromUs) {
      segments.removeFirst();
    }
    int oldestInit = segments.getFirst().init;
    inits.keySet().removeIf(number -> number < oldestInit);
  }

  /** The segments that a playlist lists, the growing one included. */
  List<Segment> listed() {
    List<Segment> listed = new ArrayList<>(segments);
    listed.removeIf(segment -> segment.sequence < firstListed);
    return listed;
  }

  @Nullable Segment segment(long sequence) {
    Segment first = segments.peekFirst();
    if (first == null || sequence < first.sequence || sequence >= nextSequence) {
      return null;
    }
    return segments.stream().filter(segment -> segment.sequence == sequence).findFirst().orElse(null);
  }

  byte @Nullable [] init(long number) {
    return number < nextInit ? inits.get((int) number) : null;
  }

  /** The next segment's number. */
  long nextSequence() {
    return nextSequence;
  }

  long firstListed() {
    return firstListed;
  }

  long removedDiscontinuities() {
    return removedDiscontinuities;
  }

  @Nullable Segment last() {
    return segments.peekLast();
  }

  /** Bytes of all parts kept. */
  long keptBytes() {
    return segments.stream().mapToLong(Segment::bytes).sum();
  }
}
