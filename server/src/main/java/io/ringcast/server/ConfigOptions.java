package io.ringcast.server;

import io.ringcast.identity.KeyPair;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.server.config.Setting;
import io.ringcast.server.config.SettingsReader;
import io.ringcast.server.config.SettingsReader.Surroundings;
import io.ringcast.server.lan.MachineAddresses;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that names the config file, shared by the commands that read it. */
final class ConfigOptions {

  @Option(names = "--config", paramLabel = "FILE",
      description = "The YAML file with the settings (docs/config.md). Without it the server runs in dev mode.")
  private @Nullable Path file;

  /** Reads file, environment and what was typed. */
  ServerSettings read(Map<Setting, String> typed, @Nullable KeyPair lanPair) {
    int cores = Runtime.getRuntime().availableProcessors();
    return SettingsReader.read(file, System.getenv(), typed, new Surroundings(cores, MachineAddresses.all(), lanPair));
  }
}
