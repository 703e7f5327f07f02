package io.ringcast.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringcast.database.Storage;
import io.ringcast.events.EventType;
import io.ringcast.events.format.SigningKey;
import io.ringcast.events.webhook.Receiver;
import io.ringcast.identity.KeyPair;
import io.ringcast.server.config.ServerSettings.Mode;
import io.ringcast.server.config.SettingsReader.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

  private static final InetAddress MACHINE = InetAddress.ofLiteral("192.0.2.5");
  private static final Surroundings AROUND = new Surroundings(4, List.of(MACHINE), null);
  private static final String APPS = "apps: [{id: shop, keys: [{key: k, secret: hush-hush}]}]\n";

  @TempDir
  private Path folder;

  @Test
  void nothingWrittenIsDevMode() {
    ServerSettings settings = SettingsReader.read(null, Map.of("HOME", "/root"), Map.of(), AROUND);
    assertThat(settings.mode()).isEqualTo(Mode.DEV);
    assertThat(settings.http().port()).isEqualTo(7880);
    assertThat(settings.http().bind().isLoopbackAddress()).isTrue();
    assertThat(settings.media().port()).isEqualTo(7882);
    assertThat(settings.media().loops()).isEqualTo(4);
    assertThat(settings.media().announced()).allMatch(InetAddress::isLoopbackAddress);
    assertThat(settings.apps().ownerOf("devkey")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"on, true", "true, true", "off, false", "false, false"})
  void estimationIsOnUnlessItIsSwitchedOff(String written, boolean on) throws IOException {
    Path file = Files.writeString(folder.resolve("ringcast.yml"), "media:\n  estimation: " + written + "\n");
    assertThat(SettingsReader.read(file, Map.of(), Map.of(), AROUND).media().estimation()).isEqualTo(on);
    assertThat(SettingsReader.read(null, Map.of(), Map.of(), AROUND).media().estimation()).isTrue();
    assertThatExceptionOfType(ConfigException.class)
      .isThrownBy(() -> SettingsReader.read(null, Map.of("RINGCAST_MEDIA_ESTIMATION", "perhaps"), Map.of(), AROUND))
      .withMessageContaining("RINGCAST_MEDIA_ESTIMATION");
  }

  @Test
  void lanOpensAllInterfacesWithItsOwnPair() {
    ServerSettings settings =
      SettingsReader.read(null, Map.of(), Map.of(), new Surroundings(2, List.of(MACHINE), new KeyPair("lan-1", "random")));
    assertThat(settings.mode()).isEqualTo(Mode.LAN);
    assertThat(settings.http().bind().isAnyLocalAddress()).isTrue();
    assertThat(settings.media().announced()).containsExactly(MACHINE);
    assertThat(settings.apps().ownerOf("devkey")).isNull();
  }

  @Test
  void onlyAddressesThatTheSocketHearsAreAnnounced() {
    InetAddress six = InetAddress.ofLiteral("2001:db8::5");
    Surroundings both = new Surroundings(2, List.of(MACHINE, six), new KeyPair("lan-1", "random"));
    assertThat(SettingsReader.read(null, Map.of(), Map.of(), both).media().announced()).containsExactly(MACHINE);
    assertThat(SettingsReader.read(null, Map.of("RINGCAST_SERVER_BIND", "::"), Map.of(), both).media().announced())
      .containsExactly(MACHINE, six);
  }

  @Test
  void fileThenEnvironmentThenCommandLine() throws IOException {
    Path file = write(APPS + "server:\n  port: 1000\n"
      + "media: {port: 2000, announced-ip: [203.0.113.1, 203.0.113.2]}\ndata-dir: a\nlog.level: debug\n");
    ServerSettings settings = SettingsReader.read(file, Map.of("RINGCAST_SERVER_PORT", "1001", "RINGCAST_MEDIA_PORT", "2001"),
      Map.of(Setting.SERVER_PORT, "1002"), AROUND);
    assertThat(settings.mode()).isEqualTo(Mode.CONFIGURED);
    assertThat(settings.http().port()).isEqualTo(1002);
    assertThat(settings.media().port()).isEqualTo(2001);
    assertThat(settings.media().announced()).extracting(InetAddress::getHostAddress).containsExactly("203.0.113.1", "203.0.113.2");
    assertThat(settings.dataDir()).isEqualTo(Path.of("a"));
    assertThat(settings.logLevel()).isEqualTo(ServerSettings.LogLevel.DEBUG);
  }

  @Test
  void appsAndListsComeFromTheEnvironmentToo() {
    ServerSettings settings = SettingsReader.read(null, Map.of(
      "RINGCAST_APPS", "[{id: a, keys: [{key: k1, secret: s1}, {key: k2, secret: s2}]}]",
      "RINGCAST_MEDIA_ANNOUNCED_IP", "203.0.113.1, 2001:db8::1",
      "RINGCAST_PORT_7880_TCP_ADDR", "10.0.0.1",
      "RINGCAST_FFMPEG", "/usr/bin/ffmpeg", "RINGCAST_SEED", "7"), Map.of(), AROUND);
    assertThat(settings.apps().ownerOf("k2")).isNotNull();
    assertThat(settings.media().announced()).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', value = {
    "server: {prot: 1} | unknown key server.prot | line 1",
    "nonsense: 1 | unknown key nonsense | line 1",
    "server: 5 | server must hold | line 1",
    "server: {port: abc} | server.port: \"abc\" | line 1",
    "server: {port: 0} | server.port: \"0\" | line 1",
    "server: {port: 65001} | server.port | 65000",
    "server: {port: [1]} | server.port | line 1",
    "server: {bind: example.org} | server.bind: \"example.org\" | IP address",
    "server: {bind: 0.0.0.0} | server.bind | devkey",
    "server: {tls: {certificate: /no/such/file, key: /no/such/file}} | server.tls.certificate | PEM",
    "media: {loops: 0} | media.loops | 256",
    "media: {announced-ip: [here]} | media.announced-ip: \"here\" | line 1",
    "media: {announced-ip: 192.0.2.5} | media.announced-ip | loopback",
    "metrics: {token: ''} | metrics.token | empty",
    "log: {level: loud} | log.level: \"loud\" | debug",
    "apps: [] | apps must be a list | line 1",
    "apps: [{id: a, keys: []}] | apps[].keys | line 1",
    "apps: [{id: a, keys: [{key: k}]}] | apps[].keys[].secret is missing | line 1",
    "apps: [{id: a, keys: [{key: k, secret: s}], second-device: both}] | kick-earlier, refuse-later, allow-both | line 1",
    "apps: [{id: a, keys: [{key: k, secret: s}], rooms-per-user: two}] | apps[].rooms-per-user must be one of many, one | line 1",
    "apps: [{id: a, keys: [{key: k, secret: s, x: 1}]}] | unknown key apps[].keys[].x | line 1",
    "apps: [{id: a, keys: [{key: k, secret: s}], user-tokens: {ttl: 1h}}] | unknown key apps[].user-tokens.ttl | line 1",
    "apps: [{id: a, keys: [{key: k, secret: s}], user-tokens: {lifetime: 0s}}] | apps[].user-tokens.lifetime must be a time | line 1",
    "apps: [{id: a, keys: [{key: k, secret: s}], user-tokens: {watch: x}}] | apps[].user-tokens.watch must be a list of rooms | line 1",
    "apps: [{id: a, keys: [{key: k, secret: s}]}, {id: b, keys: [{key: k, secret: t}]}] | app a and to app b | line 1",
    "database: {url: 'jdbc:mysql://h/d', user: u} | database.url | jdbc:postgresql",
    "database: {url: 'jdbc:postgresql://h/d'} | database.user | line 1",
    "database: {user: u} | database.user | database.url",
    "webhooks: [] | webhooks must be a list | line 1",
    "webhooks: [{id: a, key: devkey}] | webhooks[].url is missing | line 1",
    "webhooks: [{id: a, url: 'ftp://h/', key: devkey}] | the webhook receiver a | http or https",
    "webhooks: [{id: a, url: 'http://h/', key: nobody}] | webhooks[].key | \"nobody\"",
    "webhooks: [{id: a, url: 'http://h/', key: other, secret: s}] | webhooks[].apps | \"*\"",
    "webhooks: [{id: a, url: 'http://h/', key: devkey, apps: [shop]}] | webhooks[].apps | \"shop\"",
    "webhooks: [{id: a, url: 'http://h/', key: devkey, types: [joined]}] | webhooks[].types | \"joined\"",
    "webhooks: [{id: a, url: 'http://h/', key: devkey, format: xml}] | webhooks[].format | json, livekit, rongcloud",
    "webhooks: [{id: a, url: 'http://h/', key: devkey, inside: yes}] | webhooks[].inside | false, true",
    "webhooks: [{id: a, url: 'http://h/', key: devkey}, {id: a, url: 'http://i/', key: devkey}] | webhooks[].id | twice",
    "a: b: c | is not YAML | line 1"
  })
  void refusesByName(String yaml, String naming, String saying) throws IOException {
    Path file = write(yaml);
    assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> SettingsReader.read(file, Map.of(), Map.of(), AROUND))
      .withMessageContaining(naming).withMessageContaining(saying);
  }

  @Test
  void webhooksAndDatabaseAreRead() throws IOException {
    ServerSettings usual = SettingsReader.read(null, Map.of("RINGCAST_DATA_DIR", "d"), Map.of(Setting.SERVER_PORT, "7000"), AROUND);
    assertThat(usual.webhooks()).isEmpty();
    assertThat(usual.database()).isEqualTo(new Storage.Sqlite(Path.of("d", "ringcast-7000.db")));
    assertThat(SettingsReader.read(write(APPS), Map.of(), Map.of(), AROUND).database())
      .isEqualTo(new Storage.Sqlite(Path.of("data", "ringcast.db")));
    ServerSettings settings = SettingsReader.read(write(APPS + """
      database: {url: "jdbc:postgresql://db.example/ringcast", user: r, password: whisper}
      webhooks:
        - {id: usual, url: "https://a.example/x", key: k}
        - {id: told, url: "http://10.0.0.1/", format: LiveKit, key: k, apps: "*", types: [room_started, room_finished],
           inside: true, from: oldest}
        - {id: foreign, url: "http://b.example/", format: rongcloud, key: theirs, secret: shout, apps: [shop]}
      """), Map.of(), Map.of(), AROUND);
    assertThat(settings.database()).isEqualTo(new Storage.Postgresql("jdbc:postgresql://db.example/ringcast", "r", "whisper"));
    Receiver first = settings.webhooks().get(0);
    assertThat(first.format().name()).isEqualTo("json");
    assertThat(first.key()).isEqualTo(new SigningKey("k", "hush-hush"));
    assertThat(first.apps()).containsExactly("shop");
    assertThat(first.types()).isEmpty();
    assertThat(first.insideAllowed()).isFalse();
    assertThat(first.start()).isEqualTo(Receiver.Start.NOW);
    Receiver second = settings.webhooks().get(1);
    assertThat(second.format().name()).isEqualTo("livekit");
    assertThat(second.apps()).as("all").isEmpty();
    assertThat(second.types()).containsExactlyInAnyOrder(EventType.ROOM_STARTED, EventType.ROOM_FINISHED);
    assertThat(second.insideAllowed()).isTrue();
    assertThat(second.start()).isEqualTo(Receiver.Start.OLDEST);
    assertThat(settings.webhooks().get(2).key()).isEqualTo(new SigningKey("theirs", "shout"));
    assertThat(settings.toString()).doesNotContain("hush-hush", "whisper", "shout");
  }

  @Test
  void liveStreams() throws IOException {
    ServerSettings.Live usual = SettingsReader.read(write(APPS), Map.of(), Map.of(), AROUND).live();
    assertThat(usual).isEqualTo(new ServerSettings.Live(false, "shop", Duration.ofSeconds(2), Duration.ofDays(1), ""));
    ServerSettings.Live written = SettingsReader.read(write(APPS + """
      live: {access: public, default-app: shop, keyframe-interval: 1s, url-lifetime: 5m, public-url: "https://media.example/"}
      """), Map.of(), Map.of(), AROUND).live();
    assertThat(written)
      .isEqualTo(new ServerSettings.Live(true, "shop", Duration.ofSeconds(1), Duration.ofMinutes(5), "https://media.example"));
    for (String bad : List.of("access: open", "default-app: nobody", "keyframe-interval: 11s", "url-lifetime: 59s", "public-url: ftp://a",
        "public-url: 'http://a/b'")) {
      Path file = write(APPS + "live: {" + bad + "}\n");
      assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> SettingsReader.read(file, Map.of(), Map.of(), AROUND))
        .withMessageContaining("live." + bad.substring(0, bad.indexOf(':')));
    }
  }

  @Test
  void refusesUnknownVariablesAndBadValuesByTheirVariable() {
    assertThatExceptionOfType(ConfigException.class)
      .isThrownBy(() -> SettingsReader.read(null, Map.of("RINGCAST_SERVERPORT", "1"), Map.of(), AROUND))
      .withMessageContaining("RINGCAST_SERVERPORT");
    assertThatExceptionOfType(ConfigException.class)
      .isThrownBy(() -> SettingsReader.read(null, Map.of("RINGCAST_SERVER_PORT", "x"), Map.of(), AROUND))
      .withMessageContaining("server.port").withMessageContaining("RINGCAST_SERVER_PORT");
  }

  @Test
  void developmentPairIsRefusedOffLoopbackEvenWhenConfigured() throws IOException {
    Path file = write("apps: [{id: a, keys: [{key: devkey, secret: secret}]}]");
    assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> SettingsReader.read(file, Map.of(), Map.of(), AROUND))
      .withMessageContaining("--lan");
  }

  @Test
  void secretsAreNotPrinted() throws IOException {
    ServerSettings settings = SettingsReader.read(write(APPS + "metrics: {token: whisper}"), Map.of(), Map.of(), AROUND);
    assertThat(settings.toString() + settings.apps().all()).doesNotContain("hush-hush", "whisper");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("ringcast.yaml"), yaml);
  }
}
