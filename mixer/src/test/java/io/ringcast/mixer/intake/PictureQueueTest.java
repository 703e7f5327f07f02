package io.ringcast.mixer.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureQueueTest {
  private static final long MS = 1_000_000;
  private static final long LATE_MS = PictureQueue.LATE_NS / MS;
  private final PictureQueue queue = new PictureQueue(new PlayClock(new Timeline(48_000), new Timeline(90_000)));

  private void add(long number, boolean keyframe, long atMs) {
    queue.add(new VideoFrame(new byte[1], number, keyframe, atMs * MS, 0), atMs * MS);
  }

  private List<Long> left() {
    List<Long> numbers = new ArrayList<>();
    for (VideoFrame frame = queue.due(Long.MAX_VALUE); frame != null; frame = queue.due(Long.MAX_VALUE)) {
      numbers.add(frame.timestamp());
    }
    return numbers;
  }

  @Test
  void whatIsDecodedInTimeStays() {
    add(1, true, 0);
    add(2, false, 33);
    assertThat(queue.giveUpLate(LATE_MS * MS)).isFalse();
    assertThat(left()).containsExactly(1L, 2L);
  }

  @Test
  void whatIsLateGoesUpToTheNewestKeyframe() {
    add(1, true, 0);
    add(2, false, 33);
    add(3, true, 300);
    add(4, false, 333);
    assertThat(queue.giveUpLate((LATE_MS + 40) * MS)).isFalse();
    assertThat(left()).containsExactly(3L, 4L);
  }

  @Test
  void ofALateKeyframeOnlyItselfStaysAndAnotherOneIsNeeded() {
    add(1, false, 0);
    add(2, true, 10);
    add(3, false, 400);
    assertThat(queue.giveUpLate((LATE_MS + 40) * MS)).isTrue();
    assertThat(left()).containsExactly(2L);
  }

  @Test
  void withoutAKeyframeAllGo() {
    add(1, false, 0);
    add(2, false, 33);
    assertThat(queue.giveUpLate((LATE_MS + 40) * MS)).isTrue();
    assertThat(left()).isEmpty();
  }
}
