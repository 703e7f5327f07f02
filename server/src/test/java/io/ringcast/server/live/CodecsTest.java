package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.sfu.wire.payload.H265Format;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import io.ringcast.sfu.wire.payload.RedPayload;
import io.ringcast.sfu.wire.payload.Vp9Format;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(90)
class CodecsTest {
  private static final int OPEN_LIMIT_S = 15;
  private static final int OPUS = 111;

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

  @ParameterizedTest
  @CsvSource({"H265", "VP9"})
  void aStreamBeginsWithItsKeyframe(String codec) {
    Payloads sent = new Payloads();
    Payloads received = new Payloads();
    publish(PublisherSettings.DEFAULT.videoOnly().codec(codec), sent);
    until("a running stream", () -> sent.size() > 60);
    ScriptedSubscriber subscriber = watch(false, received);
    until("a second of media", () -> received.size() > 100);
    PayloadInfo info = new PayloadInfo();
    PayloadFormat format = codec.equals("H265") ? new H265Format() : new Vp9Format();
    byte[] first = received.get(0);
    assertThat(format.parse(first, 0, first.length, info)).isTrue();
    assertThat(info.keyframe).isTrue();
    assertThat(info.width).isEqualTo(1280);
    assertThat(subscriber.media().report("video").missing()).isZero();
    assertThat(subscriber.media().report("video").codec()).isEqualTo(codec);
    if (codec.equals("H265")) {
      assertThat(received.hex()).as("every payload received was sent, byte for byte").isSubsetOf(sent.hex());
    }
    String room = subscriber.door().send(HttpRequest.newBuilder(server.room("r")).GET()).body();
    assertThat(room).contains("\"" + codec + "\"", "1280");
  }

  @Test
  void redundantAudioIsPassedOrTakenOut() {
    Payloads sent = new Payloads();
    Payloads whole = new Payloads();
    Payloads plain = new Payloads();
    publish(PublisherSettings.DEFAULT.audioOnly().redundant(), sent);
    watch(true, whole);
    watch(false, plain);
    until("half a second of sound for both", () -> whole.size() > 25 && plain.size() > 25);
    assertThat(whole.hex()).as("redundant payloads, byte for byte").isSubsetOf(sent.hex());
    assertThat(plain.hex()).as("primary blocks, byte for byte").isSubsetOf(sent.primaries());
    assertThat(whole.primaries()).doesNotContain("malformed");
  }

  @Test
  void plainAudioStaysPlain() {
    Payloads sent = new Payloads();
    Payloads received = new Payloads();
    publish(PublisherSettings.DEFAULT.audioOnly(), sent);
    watch(true, received);
    until("half a second of sound", () -> received.size() > 25);
    assertThat(received.hex()).isSubsetOf(sent.hex());
  }

  private void publish(PublisherSettings settings, PayloadListener sent) {
    new ScriptedPublisher(host, server.whip("r"), server.token("alice", "r"), PeerSettings.DEFAULT, settings, sent)
      .open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
  }

  private ScriptedSubscriber watch(boolean redundant, PayloadListener received) {
    ScriptedSubscriber subscriber =
      new ScriptedSubscriber(host, server.whep("r"), server.token(redundant ? "rita" : "bob", "r"), PeerSettings.DEFAULT, received);
    (redundant ? subscriber.redundant() : subscriber).open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return subscriber;
  }

  /** Payloads in the order in which they were sent or came. */
  private static final class Payloads implements PayloadListener {
    private final List<byte[]> all = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onPayload(int ssrc, long sequence, byte[] bytes, int offset, int length) {
      all.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    private int size() {
      return all.size();
    }

    private byte[] get(int index) {
      return all.get(index);
    }

    private List<String> hex() {
      return List.copyOf(all).stream().map(payload -> HexFormat.of().formatHex(payload)).toList();
    }

    /** Without what stands before the primary block. */
    private List<String> primaries() {
      return List.copyOf(all).stream().map(payload -> {
        int primary = RedPayload.primaryOffset(payload, 0, payload.length, OPUS);
        return primary < 0 ? "malformed" : HexFormat.of().formatHex(payload, primary, payload.length);
      }).toList();
    }
  }
}
