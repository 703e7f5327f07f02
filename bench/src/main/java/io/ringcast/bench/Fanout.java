package io.ringcast.bench;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.Latencies;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.media.StreamReport;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One publisher, many subscribers in this process, the server in its own: counts what arrives while the server's CPU time runs. */
final class Fanout {
  /** What is to be measured. */
  record Plan(int subscribers, int warmUpSeconds, int seconds, long spacingNs, SrtpProfile profile) {}

  private static final String ROOM = "bench";
  private static final Duration TOKEN_LIFE = Duration.ofHours(3);
  private static final int OPEN_LIMIT_S = 30;
  /** 30 frames a second of 9 packets of 1,100 bytes: 2.4 Mbit/s. */
  private static final PublisherSettings VIDEO = PublisherSettings.DEFAULT.videoOnly();
  private static final int PACKETS_PER_FRAME = 9;
  private static final int PAYLOAD_BYTES = 1_080;

  private final ServerProcess server;
  private final Plan plan;
  private final TokenIssuer issuer = new TokenIssuer(KeyPair.DEVELOPMENT);

  Fanout(ServerProcess server, Plan plan) {
    this.server = server;
    this.plan = plan;
  }

  FanoutFigures run() throws InterruptedException, IOException {
    try (ClientHost host = new ClientHost()) {
      ScriptedPublisher publisher = publish(host);
      List<ScriptedSubscriber> all = new ArrayList<>();
      for (int i = 0; i < plan.subscribers(); i++) {
        all.add(subscribe(host, i));
      }
      Thread.sleep(Duration.ofSeconds(plan.warmUpSeconds()));
      FanoutFigures figures = measure(publisher, all);
      all.forEach(ScriptedSubscriber::close);
      publisher.close();
      return figures;
    }
  }

  private FanoutFigures measure(ScriptedPublisher publisher, List<ScriptedSubscriber> all) throws InterruptedException, IOException {
    all.forEach(subscriber -> subscriber.media().resetMeasurement());
    Count before = count(all);
    long sentBefore = publisher.media().report().videoPackets();
    long cpuBeforeNs = server.cpuNs();
    long startNs = System.nanoTime();
    Thread.sleep(Duration.ofSeconds(plan.seconds()));
    long cpuNs = server.cpuNs() - cpuBeforeNs;
    long elapsedNs = System.nanoTime() - startNs;
    Count after = count(all);
    long sent = publisher.media().report().videoPackets() - sentBefore;
    Latencies latencies = new Latencies();
    all.forEach(subscriber -> latencies.add(subscriber.media().videoLatencies()));
    return new FanoutFigures(plan, cpuNs, elapsedNs, sent, after.packets - before.packets, after.expected - before.expected,
      after.recovered - before.recovered, latencies.quantileUs(0.5), latencies.quantileUs(0.99), server.residentBytes());
  }

  private ScriptedPublisher publish(ClientHost host) {
    PublisherSettings settings = VIDEO.frames(PACKETS_PER_FRAME, PAYLOAD_BYTES, plan.spacingNs());
    ScriptedPublisher publisher = new ScriptedPublisher(host, server.url().resolve("/whip/" + ROOM), token("publisher"),
      PeerSettings.DEFAULT.pinned(plan.profile()), settings, (ssrc, sequence, bytes, offset, length) -> { });
    publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return publisher;
  }

  private ScriptedSubscriber subscribe(ClientHost host, int number) {
    ScriptedSubscriber subscriber = new ScriptedSubscriber(host, server.url().resolve("/whep/" + ROOM), token("viewer" + number),
      PeerSettings.DEFAULT.pinned(plan.profile()), (ssrc, sequence, bytes, offset, length) -> { });
    subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return subscriber;
  }

  private String token(String user) {
    Instant now = Instant.now();
    return issuer.issue(RoomToken.joining(user, ROOM, now.plus(TOKEN_LIFE)), now);
  }

  private static Count count(List<ScriptedSubscriber> all) {
    long packets = 0;
    long expected = 0;
    long recovered = 0;
    for (ScriptedSubscriber subscriber : all) {
      for (StreamReport report : subscriber.media().reports()) {
        packets += report.packets();
        expected += report.expected();
        recovered += report.recovered();
      }
    }
    return new Count(packets, expected, recovered);
  }

  /** Sums over all subscribers. */
  private record Count(long packets, long expected, long recovered) {}
}
