package io.ringcast.relay.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.relay.hub.HubLimits;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveStreamsTest {
  private static final StreamName ROOM = new StreamName("app", "room", null);
  private static final LiveLimits LIMITS = new LiveLimits(2, 1, Duration.ofSeconds(2), Duration.ofDays(1), HubLimits.DEFAULT);

  private final AtomicInteger ids = new AtomicInteger();
  private final FakeSource source = new FakeSource();
  private @Nullable LiveStreams streams;

  private LiveStreams streams(LiveLimits limits) {
    LiveStreams made = new LiveStreams(name -> source, limits, System::nanoTime, () -> "id" + ids.incrementAndGet());
    streams = made;
    return made;
  }

  @AfterEach
  void close() {
    if (streams != null) {
      streams.close();
    }
  }

  @Test
  void whoComesTogetherFindsOneStreamAndItsFrames() throws Exception {
    LiveStreams open = streams(LIMITS);
    RunningStream stream = open.open(ROOM);
    assertThat(open.open(ROOM)).isSameAs(stream);
    assertThat(open.byId(stream.id())).containsSame(stream);
    Taken taken = new Taken();
    FrameFlow flow = new FrameFlow(stream, Runnable::run, taken);
    flow.request(Long.MAX_VALUE);
    flow.start();
    assertThat(source.keyframeRequests.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    source.frames.add(Samples.key(0));
    source.frames.add(Samples.delta(33_000));
    assertThat(taken.next()).isEqualTo(Samples.key(0).timeUs());
    assertThat(taken.next()).isEqualTo(33_000);
  }

  @Test
  void whatIsNotAskedForStaysInTheStream() throws Exception {
    RunningStream stream = streams(LIMITS).open(ROOM);
    Taken taken = new Taken();
    FrameFlow flow = new FrameFlow(stream, Runnable::run, taken);
    flow.start();
    source.frames.add(Samples.key(0));
    source.frames.add(Samples.key(1_000_000));
    source.awaitTaken();
    assertThat(taken.times).isEmpty();
    flow.request(1);
    source.frames.add(Samples.delta(1_033_000));
    assertThat(taken.next()).isLessThanOrEqualTo(1_000_000L);
  }

  @Test
  void anEndReachesWhoReadsAndTheNextIsAnotherStream() throws Exception {
    LiveStreams open = streams(LIMITS);
    RunningStream first = open.open(ROOM);
    Taken taken = new Taken();
    new FrameFlow(first, Runnable::run, taken).start();
    source.end = LiveEnd.SOURCE_ENDED;
    assertThat(taken.ends.poll(10, TimeUnit.SECONDS)).isEqualTo(LiveEnd.SOURCE_ENDED);
    first.await();
    assertThat(source.closed).isTrue();
    assertThatThrownBy(() -> new FrameFlow(first, Runnable::run, taken).start()).isInstanceOf(LiveRefusedException.class);
    source.end = null;
    assertThat(open.open(ROOM).id()).isNotEqualTo(first.id());
  }

  @Test
  void whoTakesNothingForLongIsLetGo() throws Exception {
    AtomicLong nowNs = new AtomicLong(1);
    LiveStreams open = new LiveStreams(name -> source, LIMITS, nowNs::get, () -> "id");
    streams = open;
    RunningStream stream = open.open(ROOM);
    Taken stuck = new Taken();
    new FrameFlow(stream, Runnable::run, stuck).start();
    for (int second = 0; second < 30; second++) {
      nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
      source.frames.add(Samples.key(second * 1_000_000L));
      source.awaitTaken();
    }
    assertThat(stuck.ends.poll(10, TimeUnit.SECONDS)).isEqualTo(LiveEnd.TOO_SLOW);
    assertThat(stuck.times).isEmpty();
    assertThat(stream.ended()).isFalse();
  }

  @Test
  void whatComesWithinTheBoundGoesOnTogetherAndTheFirstAtOnce() throws Exception {
    AtomicLong nowNs = new AtomicLong(1);
    LiveStreams open = new LiveStreams(name -> source, LIMITS, nowNs::get, () -> "id");
    streams = open;
    RunningStream stream = open.open(ROOM);
    BlockingQueue<List<Long>> batches = new LinkedBlockingQueue<>();
    AtomicReference<FrameFlow> flow = new AtomicReference<>();
    flow.set(FrameFlow.merging(stream, Runnable::run, new Batches(batches, () -> flow.get().request(1))));
    flow.get().request(1);
    flow.get().start();
    source.frames.add(Samples.key(0));
    assertThat(batches.poll(10, TimeUnit.SECONDS)).containsExactly(0L);

    nowNs.addAndGet(Outlet.MERGE_NS - 1);
    source.put(Samples.delta(33_000), stream);
    source.put(Samples.delta(66_000), stream);
    assertThat(batches).isEmpty();
    nowNs.addAndGet(1);
    source.put(Samples.delta(99_000), stream);
    assertThat(batches).containsExactly(List.of(33_000L, 66_000L, 99_000L));
    batches.clear();

    source.put(Samples.delta(132_000), stream);
    assertThat(batches).isEmpty();
    nowNs.addAndGet(Outlet.MERGE_NS);
    assertThat(batches.poll(10, TimeUnit.SECONDS)).as("nothing follows it").containsExactly(132_000L);

    nowNs.addAndGet(Outlet.MERGE_NS);
    source.put(Samples.delta(500_000), stream);
    assertThat(batches).as("the first after a pause").containsExactly(List.of(500_000L));
  }

  @Test
  void limitsAreKept() throws Exception {
    LiveStreams open = streams(LIMITS);
    RunningStream stream = open.open(ROOM);
    Taken taken = new Taken();
    FrameFlow first = new FrameFlow(stream, Runnable::run, taken);
    first.request(1);
    first.start();
    source.frames.add(Samples.key(0));
    taken.next();
    assertThatThrownBy(() -> new FrameFlow(stream, Runnable::run, taken).start())
      .isInstanceOfSatisfying(LiveRefusedException.class, e -> assertThat(e.reason()).isEqualTo(LiveRefusal.TOO_MANY_OUTLETS));
    open.open(new StreamName("app", "other", null));
    assertThatThrownBy(() -> open.open(new StreamName("app", "third", null)))
      .isInstanceOfSatisfying(LiveRefusedException.class, e -> assertThat(e.reason()).isEqualTo(LiveRefusal.TOO_MANY_STREAMS));
  }

  @Test
  void whatNobodyReadsEnds() throws Exception {
    RunningStream stream = streams(new LiveLimits(2, 1, Duration.ofSeconds(2), Duration.ZERO, HubLimits.DEFAULT)).open(ROOM);
    stream.await();
    assertThat(stream.ended()).isTrue();
    assertThat(source.closed).isTrue();
  }

  private static final class Taken implements FrameFlow.Taker {
    private final BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    private final BlockingQueue<LiveEnd> ends = new LinkedBlockingQueue<>();

    long next() throws InterruptedException {
      Long time = times.poll(10, TimeUnit.SECONDS);
      assertThat(time).isNotNull();
      return time;
    }

    @Override
    public void onFrames(List<Frame> frames) {
      frames.forEach(frame -> times.add(frame.timeUs()));
    }

    @Override
    public void onEnd(LiveEnd reason) {
      ends.add(reason);
    }
  }

  /** The times of what came together; asks for the next when it has one. */
  private record Batches(BlockingQueue<List<Long>> times, Runnable request) implements FrameFlow.Taker {
    @Override
    public void onFrames(List<Frame> frames) {
      times.add(frames.stream().map(Frame::timeUs).toList());
      request.run();
    }

    @Override
    public void onEnd(LiveEnd reason) {}
  }

  private static final class FakeSource implements Source {
    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final Semaphore keyframeRequests = new Semaphore(0);
    private volatile @Nullable LiveEnd end;
    private volatile boolean closed;

    void awaitTaken() {
      while (!frames.isEmpty()) {
        Thread.onSpinWait();
      }
    }

    /** Returns when the stream has told its outlets of the frame. */
    void put(Frame frame, RunningStream stream) throws InterruptedException {
      frames.add(frame);
      awaitTaken();
      CountDownLatch turned = new CountDownLatch(1);
      assertThat(stream.tell(turned::countDown)).isTrue();
      assertThat(turned.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void turn(long nowNs, Consumer<Frame> out) {
      for (Frame frame = frames.poll(); frame != null; frame = frames.poll()) {
        out.accept(frame);
      }
    }

    @Override
    public void requestKeyframe() {
      keyframeRequests.release();
    }

    @Override
    public boolean expectsVideo() {
      return true;
    }

    @Override
    public boolean expectsAudio() {
      return false;
    }

    @Override
    public @Nullable LiveEnd ended() {
      return end;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
