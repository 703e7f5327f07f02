package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static io.ringcast.server.live.PublishAndWatchTest.packets;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.media.Stamp;
import io.ringcast.client.media.StreamReport;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.SfuReport;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishing and watching where UDP is blocked: ICE over TCP (RFC 6544). */
@Timeout(120)
class IceTcpTest {
  private static final int OPEN_LIMIT_S = 15;
  private static final long ONE_MBPS = 1_000_000 / Byte.SIZE;
  private static final PeerSettings TCP = PeerSettings.DEFAULT.overTcp(0);
  private static final PayloadListener NOBODY = (ssrc, sequence, bytes, offset, length) -> { };

  private LiveServer server;
  private ClientHost host;

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer();
    host = new ClientHost();
  }

  @AfterEach
  void stop() {
    host.close();
    server.close();
  }

  @Test
  void whatIsPublishedOverTcpIsWatchedOverTcpAndUdp() {
    publish(TCP, PublisherSettings.DEFAULT);
    ScriptedSubscriber byTcp = watch("bob", TCP, NOBODY);
    ScriptedSubscriber byUdp = watch("carol", PeerSettings.DEFAULT, NOBODY);
    until("media for both", () -> packets(byTcp, "video") > 200 && packets(byUdp, "video") > 200 && packets(byTcp, "audio") > 100);
    for (ScriptedSubscriber one : new ScriptedSubscriber[] {byTcp, byUdp}) {
      StreamReport video = one.media().report("video");
      assertThat(video.packets()).as("video packets, without gaps").isEqualTo(video.expected());
      assertThat(video.duplicates()).isZero();
    }
    SfuReport.Tcp tcp = report().tcp();
    assertThat(tcp.open()).isEqualTo(2);
    assertThat(tcp.refused()).isEmpty();
  }

  @Test
  void aLostConnectionIsReplacedByTheClientAlone() {
    ScriptedPublisher publisher = publish(TCP, PublisherSettings.DEFAULT);
    ScriptedSubscriber subscriber = watch("bob", TCP, NOBODY);
    until("media", () -> packets(subscriber, "video") > 60);
    for (int round = 0; round < 3; round++) {
      publisher.peer().rebind(0).join();
      subscriber.peer().rebind(0).join();
      long before = packets(subscriber, "video");
      until("media goes on over new connections", () -> packets(subscriber, "video") > before + 60);
    }
    until("the old connections are forgotten", () -> report().tcp().open() == 2);
    assertThat(report().tcp().accepted()).isEqualTo(8);
  }

  @Test
  void aSlowWatcherGetsWholeFramesAndCostsOthersNothing() throws InterruptedException {
    PublisherSettings aboutThreeMbps = PublisherSettings.DEFAULT.frames(12, 1_000, 0);
    publish(PeerSettings.DEFAULT, aboutThreeMbps);
    Frames frames = new Frames(12);
    ScriptedSubscriber byUdp = watch("carol", PeerSettings.DEFAULT, NOBODY);
    ScriptedSubscriber slow = watch("bob", PeerSettings.DEFAULT.overTcp(ONE_MBPS), frames);
    long mostWaiting = 0;
    for (int i = 0; i < 240; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
      mostWaiting = Math.max(mostWaiting, report().tcp().waitingBytes());
    }
    StreamReport udp = byUdp.media().report("video");
    assertThat(udp.missing() + udp.givenUp() + udp.recovered()).as("losses of the watcher by UDP").isZero();
    SfuReport report = report();
    StreamReport video = slow.media().report("video");
    System.out.printf("a watcher at 1 Mbit/s: %d whole frames, %d cut, %d left out, at most %d kB waiting; %d packets of sound%n",
      frames.whole(), frames.cut(), report.tcp().framesLeftOut(), mostWaiting >> 10, packets(slow, "audio"));
    assertThat(frames.whole()).isGreaterThan(60);
    assertThat(frames.cut()).isZero();
    assertThat(report.tcp().framesLeftOut()).isGreaterThan(60);
    assertThat(report.drops()).containsKey(DropReason.PATH_CONGESTED).doesNotContainKey(DropReason.SEND_QUEUE_FULL);
    assertThat(video.missing()).as("holes in the numbers of what it gets").isZero();
    assertThat(packets(slow, "audio")).as("sound goes on").isGreaterThan(400);
    assertThat(mostWaiting).as("bytes kept for it").isGreaterThan(100 << 10).isLessThan(512 << 10);
  }

  private SfuReport report() {
    return server.sfu().report().join();
  }

  private ScriptedPublisher publish(PeerSettings peer, PublisherSettings settings) {
    ScriptedPublisher publisher = new ScriptedPublisher(host, server.whip("r"), server.token("alice", "r"), peer, settings, NOBODY);
    publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return publisher;
  }

  private ScriptedSubscriber watch(String user, PeerSettings peer, PayloadListener received) {
    ScriptedSubscriber subscriber = new ScriptedSubscriber(host, server.whep("r"), server.token(user, "r"), peer, received);
    subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return subscriber;
  }

  /** Puts the frames of one video together from the stamps of its packets, which come in order. */
  private static final class Frames implements PayloadListener {
    private static final int AUDIO_PAYLOAD_BYTES = 120;
    private final int packetsPerFrame;
    private long current = -1;
    private int got;
    private long whole;
    private long cut;

    Frames(int packetsPerFrame) {
      this.packetsPerFrame = packetsPerFrame;
    }

    @Override
    public synchronized void onPayload(int ssrc, long sequence, byte[] bytes, int offset, int length) {
      int end = offset + length;
      if (length <= AUDIO_PAYLOAD_BYTES || !Stamp.present(bytes, end, length)) {
        return;
      }
      long frame = Stamp.count(bytes, end) - Stamp.packetOfFrame(bytes, end);
      if (frame != current) {
        cut += current >= 0 && got < packetsPerFrame ? 1 : 0;
        current = frame;
        got = 0;
      }
      got++;
      whole += got == packetsPerFrame ? 1 : 0;
    }

    synchronized long whole() {
      return whole;
    }

    synchronized long cut() {
      return cut;
    }
  }
}
