package io.ringcast.relay.door;

import static io.ringcast.relay.support.Until.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringcast.relay.push.AddressPolicy;
import io.ringcast.relay.push.PushRetry;
import io.ringcast.relay.push.PushState;
import io.ringcast.relay.push.PushUrl;
import io.ringcast.relay.rtmp.RtmpPlayerProbe;
import io.ringcast.relay.support.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A push to nginx's RTMP module, which is killed and comes back; where there is no such module, it is passed over. */
@Tag("long")
@Timeout(120)
class NginxPushTest {
  private static final Path NGINX = Path.of(System.getProperty("ringcast.nginx", "/usr/sbin/nginx"));
  private static final Path MODULE = Path.of(System.getProperty("ringcast.nginx-rtmp", "/usr/lib/nginx/modules/ngx_rtmp_module.so"));
  private static final long BACK_WITHIN_NS = 5_000_000_000L;

  private final MovableClock clock = new MovableClock();
  private final List<PushState> states = new CopyOnWriteArrayList<>();

  @Test
  void nginxIsFoundAgainWithinFiveSeconds(@TempDir Path folder) throws Exception {
    assumeThat(Files.isExecutable(NGINX) && Files.isReadable(MODULE)).as("nginx with its RTMP module").isTrue();
    int port = freePort();
    Path config = config(folder, port);
    Process nginx = start(folder, config, port);
    try (LiveLoop loop = new LiveLoop(clock)) {
      FakeStreams stream = new FakeStreams(loop);
      PushAddresses addresses = new PushAddresses(AddressPolicy.ANYWHERE, InetAddress::getAllByName);
      try (Pushes pushes = new Pushes(loop, new Audiences(loop), addresses, SSLContext.getDefault(), PushRetry.DEFAULT, new Random(1))) {
        PushUrl url = Objects.requireNonNull(PushUrl.read("rtmp://127.0.0.1:" + port + "/live/r"));
        RunningPush push = pushes.start(url, stream, states::add);
        until("a running push", this::isRunning);
        assertPlayed(port, stream);
        nginx.destroyForcibly().waitFor();
        until("the loss", () -> states.getLast() instanceof PushState.Retrying);
        until("some tries in vain", () -> states.size() >= 6);
        nginx = start(folder, config, port);
        long backNs = clock.getAsLong();
        until("a running push", this::isRunning);
        long tookNs = clock.getAsLong() - backNs;
        System.out.printf("pushed again %.1f s after nginx came back; states %s%n", tookNs / 1e9, states);
        assertThat(tookNs).isLessThan(BACK_WITHIN_NS);
        assertPlayed(port, stream);
        assertThat(push.state()).isInstanceOf(PushState.Running.class);
      }
    } finally {
      nginx.destroyForcibly();
    }
  }

  private boolean isRunning() {
    return !states.isEmpty() && states.getLast() instanceof PushState.Running;
  }

  /** Somebody else gets from nginx what is pushed there. */
  private static void assertPlayed(int port, FakeStreams stream) throws IOException {
    until("the stream to be taken", () -> stream.takers() == 1);
    try (RtmpPlayerProbe player = RtmpPlayerProbe.play(port, "live", "r")) {
      player.until(told -> told.contains("NetStream.Play.Start"));
      for (int i = 0; i < 10; i++) {
        stream.feed(20_000);
      }
      player.untilMedia(20);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path config(Path folder, int port) throws IOException {
    return Files.writeString(folder.resolve("nginx.conf"), """
      load_module %s;
      daemon off;
      master_process off;
      pid %s/nginx.pid;
      error_log %s/nginx.log error;
      events { }
      rtmp { access_log off; server { listen 127.0.0.1:%d; chunk_size 65536; application live { live on; } } }
      """.formatted(MODULE, folder, folder, port));
  }

  private static Process start(Path folder, Path config, int port) throws IOException {
    Process process = new ProcessBuilder(NGINX.toString(), "-p", folder.toString(), "-c", config.toString())
      .redirectErrorStream(true).redirectOutput(folder.resolve("nginx.out").toFile()).start();
    until("nginx", () -> {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        return false;
      }
    });
    return process;
  }
}
