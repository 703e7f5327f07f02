package io.ringcast.server;

import io.ringcast.identity.KeyPair;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.server.config.ServerSettings.Mode;
import io.ringcast.server.config.Setting;
import io.ringcast.server.lan.RandomWords;
import io.ringcast.server.lan.SelfSignedCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: starts everything in this process and stays until it is told to end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Starts the server. Without a config file: dev mode, on this machine only, key devkey, secret \"secret\".")
final class RunCommand implements Callable<Integer> {

  @Mixin
  private final ConfigOptions config = new ConfigOptions();

  @Option(names = "--port", paramLabel = "N",
      description = "HTTP and WebSocket on N, ICE over TCP on N+1, media (UDP) on N+2 and on. Default: 7880.")
  private @Nullable String port;

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Where the server keeps its files. Default: data.")
  private @Nullable String dataDir;

  @Option(names = "--lan",
      description = "To try it from a phone: all interfaces, a self-signed certificate, a key pair and a code made for this run.")
  private boolean lan;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SecureRandom random = new SecureRandom();
    KeyPair lanPair = lan ? RandomWords.keyPair(random) : null;
    String code = lan ? RandomWords.code(random) : null;
    ServerSettings settings = config.read(typed(), lanPair);
    if (lan && settings.http().tls() == null) {
      settings = settings.with(
        SelfSignedCertificate.in(settings.dataDir().resolve("lan"), settings.media().announced(), Instant.now(), random));
    }
    RunningServer server = RunningServer.start(settings, code, InstantSource.system());
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
      server.close();
      // A signal is the ordinary way to end this server, not a failure.
      Runtime.getRuntime().halt(0);
    }));
    announce(settings, server, lanPair, code);
    end.await();
    return 0;
  }

  private Map<Setting, String> typed() {
    Map<Setting, String> typed = new EnumMap<>(Setting.class);
    if (port != null) {
      typed.put(Setting.SERVER_PORT, port);
    }
    if (dataDir != null) {
      typed.put(Setting.DATA_DIR, dataDir);
    }
    return typed;
  }

  private void announce(ServerSettings settings, RunningServer server, @Nullable KeyPair lanPair, @Nullable String code) {
    if (spec == null) {
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (settings.mode() == Mode.DEV) {
      out.println("DEV MODE: key \"devkey\", secret \"secret\", on this machine only. Everybody knows this pair: never open it to others.");
    }
    if (code != null) {
      for (InetAddress address : settings.media().announced()) {
        if (address instanceof Inet4Address) {
          out.println("On your network: " + settings.http().scheme() + "://" + RunningServer.hostOf(address) + ":" + settings.http().port()
            + "/?code=" + code + " (the browser asks once whether to trust the certificate)");
        }
      }
    }
    if (lanPair != null) {
      out.println("API key for this run: " + lanPair.key() + "  secret: " + lanPair.secret());
    }
    out.println("Ringcast is ready: " + server.url());
    out.flush();
  }
}
