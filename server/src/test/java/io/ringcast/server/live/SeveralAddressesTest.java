package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static io.ringcast.server.live.PublishAndWatchTest.packets;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PublisherSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class SeveralAddressesTest {
  private static final int OPEN_LIMIT_S = 15;
  private static final List<InetAddress> ANNOUNCED =
    List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.3"));

  @Test
  void eachIsACandidateAndCarriesMedia() throws IOException {
    try (LiveServer server = new LiveServer(ANNOUNCED); ClientHost host = new ClientHost()) {
      ScriptedPublisher publisher = new ScriptedPublisher(host, server.whip("r"), server.token("alice", "r"), PublisherSettings.DEFAULT);
      publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
      for (int i = 0; i < ANNOUNCED.size(); i++) {
        int chosen = i;
        ScriptedSubscriber subscriber = new ScriptedSubscriber(host, server.whep("r"), server.token("bob" + i, "r"));
        subscriber.open(answer -> {
          assertThat(answer.candidates()).extracting(InetSocketAddress::getAddress).as("in the order of the setting").isEqualTo(ANNOUNCED);
          return answer.candidates().get(chosen);
        }).orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
        until("media by " + ANNOUNCED.get(chosen), () -> packets(subscriber, "video") > 60 && packets(subscriber, "audio") > 20);
      }
    }
  }
}
