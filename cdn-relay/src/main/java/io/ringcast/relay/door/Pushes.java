package io.ringcast.relay.door;

import io.ringcast.relay.push.PushRetry;
import io.ringcast.relay.push.PushUrl;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** Begins the pushes of a server; any thread. */
public final class Pushes implements AutoCloseable {
  private final PushAddresses addresses;
  private final RunningPush.Surroundings around;

  /** @param tls whom RTMPS servers are believed by */
  public Pushes(LiveLoop loop, Audiences audiences, PushAddresses addresses, SSLContext tls, PushRetry retry, RandomGenerator random) {
    this.addresses = addresses;
    around = new RunningPush.Surroundings(loop, audiences, addresses, new PushTransports(loop, tls, random), retry, random);
  }

  /** Whether pushes can go there. */
  public static boolean speaks(PushUrl url) {
    return PushTransports.speaks(url);
  }

  /** Pushes a stream to an address from now on, until it is stopped, given up or the stream ends. */
  public RunningPush start(PushUrl url, PlayedStreams.Played stream, RunningPush.Listener listener) {
    RunningPush push = new RunningPush(around, url, stream, listener);
    push.start();
    return push;
  }

  @Override
  public void close() {
    addresses.close();
  }
}
