package io.ringcast.bench.fanout;

import io.ringcast.bench.contender.MediaSink;
import io.ringcast.bench.contender.MediaSource;
import io.ringcast.bench.contender.RunningContender;
import io.ringcast.client.ClientLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A call that goes on beside what is measured: one video in a room of its own and those who watch it. */
public final class CallBeside implements AutoCloseable {
  /** What is done while the call's packets are counted. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static final String ROOM = "call";
  private static final int WATCHERS = 10;
  private static final Load LOAD = new Load(1, 1, 0, WATCHERS, Loads.FRAME);
  private static final Duration SETTLING = Duration.ofSeconds(3);
  /** What was sent at the end is on its way for less than this. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final RunningContender server;
  private final ClientLoop loop;
  private final Ledger ledger = new Ledger();
  private final MediaSource video;

  /** @param loop the subscribers' */
  public CallBeside(RunningContender server, ClientLoop loop) {
    this.server = server;
    this.loop = loop;
    video = server.publish(ROOM, LOAD.video(), ledger);
  }

  /** What came of the call meanwhile. */
  public Arrived during(Work work) throws IOException, InterruptedException {
    Tally tally = new Tally(ledger, LOAD.frame().packets());
    List<MediaSink> watchers = new ArrayList<>();
    for (int i = 0; i < WATCHERS; i++) {
      watchers.add(server.watch(ROOM, List.of(video), List.of(tally.listener())));
    }
    Thread.sleep(SETTLING);
    tally.begin();
    work.run();
    tally.end();
    Thread.sleep(GRACE);
    CompletableFuture<Arrived> arrived = new CompletableFuture<>();
    loop.execute(() -> arrived.complete(tally.arrivedAt(WATCHERS)));
    watchers.forEach(MediaSink::close);
    return arrived.join();
  }

  @Override
  public void close() {
    video.close();
  }
}
