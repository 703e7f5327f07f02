package io.ringcast.bench.relay;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.relay.hls.HlsSettings;
import io.ringcast.relay.live.LiveEnd;
import io.ringcast.relay.live.LiveLimits;
import io.ringcast.relay.live.LiveStreams;
import io.ringcast.relay.live.Source;
import io.ringcast.relay.live.Sources;
import io.ringcast.relay.live.StreamName;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.serve.LiveDoor;
import io.ringcast.relay.serve.LiveGate;
import io.ringcast.relay.serve.LiveRules;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServer;

/** Live streams, their door and the HTTP port as in the server; whichever is asked for, it holds the frames that are put in here. */
final class FlvPlay implements Consumer<Frame>, Sources {
  private static final String APP = "live";

  private final Set<HandedOn> open = ConcurrentHashMap.newKeySet();

  static FlvPlay open(int port) {
    FlvPlay play = new FlvPlay();
    AtomicLong last = new AtomicLong();
    Supplier<String> ids = () -> "s" + last.incrementAndGet();
    InstantSource clock = InstantSource.system();
    LiveLimits limits = LiveLimits.DEFAULT;
    LiveRules rules = new LiveRules(true, APP, limits.idle(), HlsSettings.DEFAULT);
    LiveGate gate = new LiveGate(Identity.unkept(new Apps(List.of(new App(APP, List.of(KeyPair.DEVELOPMENT))))), rules, clock);
    LiveDoor door = new LiveDoor(new LiveStreams(play, limits, System::nanoTime, ids), gate, rules,
      Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor()), clock, ids);
    HttpServer.create().host(InetAddress.getLoopbackAddress().getHostAddress()).port(port)
      .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(door.routes()))).bindNow();
    return play;
  }

  @Override
  public Source open(StreamName name) {
    HandedOn source = new HandedOn();
    open.add(source);
    return source;
  }

  @Override
  public void accept(Frame frame) {
    open.forEach(source -> source.put(frame));
  }

  /** Frames from the publisher's thread to the stream's. */
  private final class HandedOn implements Source {
    /** Ten seconds of pictures and sounds. */
    private static final int WAITING_MAX = 1_024;

    private final BlockingQueue<Frame> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

    void put(Frame frame) {
      if (!waiting.offer(frame)) {
        throw new IllegalStateException("the live stream's thread does not keep up");
      }
    }

    @Override
    public void turn(long nowNs, Consumer<Frame> out) {
      for (Frame frame = waiting.poll(); frame != null; frame = waiting.poll()) {
        out.accept(frame);
      }
    }

    @Override
    public void requestKeyframe() {}

    @Override
    public boolean expectsVideo() {
      return true;
    }

    @Override
    public boolean expectsAudio() {
      return true;
    }

    @Override
    public @Nullable LiveEnd ended() {
      return null;
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }
}
