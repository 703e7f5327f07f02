package io.ringcast.bench.contender;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Janus with its videoroom, from Debian's package, which is installed where it is missing and may be. It takes no loopback address, and
 * sends by the device of the address it takes: it runs in an {@link OwnNetwork} only, whose address the load generator's peers have too.
 */
public final class JanusContender implements Contender {
  private static final int PORT = 18_088;
  private static final String COMMAND = "janus";
  /** Everything the videoroom by HTTP does not need; some of it binds ports. */
  private static final Map<String, String> CONFIGURATION = Map.of(
    "janus.jcfg", """
      general: {
        configs_folder = "%1$s"
        debug_level = 3
        debug_timestamps = true
        session_timeout = 0
      }
      media: {
        ipv6 = false
        rtp_port_range = "20000-31999"
      }
      nat: {
        ice_lite = true
        full_trickle = false
        ice_enforce_list = "%3$s"
      }
      plugins: {
        disable = "libjanus_streaming.so,libjanus_audiobridge.so,libjanus_echotest.so,libjanus_nosip.so,libjanus_recordplay.so,\
      libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so,libjanus_duktape.so,libjanus_lua.so"
      }
      transports: {
        disable = "libjanus_websockets.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so"
      }
      events: {
        broadcast = false
      }
      """,
    "janus.transport.http.jcfg", """
      general: {
        json = "compact"
        base_path = "/janus"
        http = true
        ip = "127.0.0.1"
        port = %2$d
        https = false
      }
      admin: {
        admin_http = false
      }
      """,
    "janus.plugin.videoroom.jcfg", """
      general: {
      }
      """);

  @Override
  public String name() {
    return "Janus";
  }

  @Override
  public Optional<String> missing() throws IOException, InterruptedException {
    boolean installed = runs(List.of("sh", "-c", "command -v " + COMMAND)) || (!OwnNetwork.entered() && install());
    if (installed && OwnNetwork.entered()) {
      return Optional.empty();
    }
    if (installed) {
      return Optional.of("it takes no loopback address, and no network namespace can be made here (unshare --net, ip link add)");
    }
    return Optional.of("Janus is not installed and could not be: apt-get install --no-install-recommends janus");
  }

  @Override
  public RunningContender start(Terms terms) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("janus-bench");
    String address = terms.subscribers().address().getHostAddress();
    for (Map.Entry<String, String> file : CONFIGURATION.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue().formatted(folder, PORT, address));
    }
    List<String> command = new ArrayList<>(terms.prefix());
    command.addAll(List.of(COMMAND, "-F", folder.toString()));
    URI api = URI.create("http://127.0.0.1:" + PORT + "/janus");
    StartedProcess process = StartedProcess.start(command, Map.of(), folder.resolve("janus.log"), URI.create(api + "/info"));
    return new RunningJanus(process, new JanusApi(api), terms);
  }

  private static boolean install() throws IOException, InterruptedException {
    List<String> install = List.of("apt-get", "install", "-y", "-q", "--no-install-recommends", COMMAND);
    return runs(install) || (runs(List.of("apt-get", "update", "-q")) && runs(install));
  }

  private static boolean runs(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
