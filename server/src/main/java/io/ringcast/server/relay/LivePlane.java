package io.ringcast.server.relay;

import io.ringcast.identity.Identity;
import io.ringcast.relay.hls.HlsSettings;
import io.ringcast.relay.hub.HubLimits;
import io.ringcast.relay.live.LiveLimits;
import io.ringcast.relay.live.LiveStreams;
import io.ringcast.relay.serve.LiveDoor;
import io.ringcast.relay.serve.LiveGate;
import io.ringcast.relay.serve.LiveRules;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.signaling.live.LivePlaces;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import reactor.core.scheduler.Schedulers;

/** The live streams of this process and their doors on HTTP. */
public final class LivePlane implements AutoCloseable {
  /** As many as nobody guesses. */
  private static final int ID_BYTES = 16;

  private final ExecutorService requests;
  private final LiveStreams streams;
  private final LiveGate gate;
  private final LiveDoor door;

  private LivePlane(ExecutorService requests, LiveStreams streams, LiveGate gate, LiveDoor door) {
    this.requests = requests;
    this.streams = streams;
    this.gate = gate;
    this.door = door;
  }

  public static LivePlane open(ServerSettings.Live settings, LivePlaces places, Identity identity, InstantSource clock) {
    SecureRandom random = new SecureRandom();
    Supplier<String> ids = () -> {
      byte[] id = new byte[ID_BYTES];
      random.nextBytes(id);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    };
    LiveLimits usual = LiveLimits.DEFAULT;
    LiveLimits limits =
      new LiveLimits(usual.streams(), usual.outlets(), settings.keyframeInterval(), usual.idle(), HubLimits.DEFAULT);
    LiveStreams streams = new LiveStreams(new RoomSources(places, System::nanoTime), limits, System::nanoTime, ids);
    LiveRules rules = new LiveRules(settings.open(), settings.defaultApp(), usual.idle(), HlsSettings.DEFAULT);
    ExecutorService requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("live-door-", 0).factory());
    LiveGate gate = new LiveGate(identity, rules, clock);
    LiveDoor door = new LiveDoor(streams, gate, rules, Schedulers.fromExecutorService(requests), clock, ids);
    return new LivePlane(requests, streams, gate, door);
  }

  public LiveStreams streams() {
    return streams;
  }

  /** Says who may play what. */
  public LiveGate gate() {
    return gate;
  }

  public LiveDoor door() {
    return door;
  }

  /** Ends every live stream. */
  @Override
  public void close() {
    streams.close();
    requests.shutdown();
  }
}
