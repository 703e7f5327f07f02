package io.ringcast.server.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.Tag;

/** The YAML file, flattened to settings with their line numbers; a key nobody knows is refused. */
final class SettingsFile {

  private final String name;
  private final Map<Setting, Written> written = new EnumMap<>(Setting.class);

  private SettingsFile(String name) {
    this.name = name;
  }

  static Map<Setting, Written> read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      SettingsFile settings = new SettingsFile(String.valueOf(file.getFileName()));
      Node root = compose(reader, settings.name);
      if (root != null && !root.getTag().equals(Tag.NULL)) {
        settings.flatten("", root);
      }
      return settings.written;
    } catch (IOException e) {
      throw new ConfigException("cannot read the config file " + file + ": " + e.getMessage(), e);
    }
  }

  /** A value in YAML's flow style, as it stands in an environment variable. */
  static Node parse(String yaml, String where) {
    Node node = compose(new StringReader(yaml), where);
    if (node == null) {
      throw new ConfigException(where + " is empty");
    }
    return node;
  }

  private static @Nullable Node compose(Reader reader, String where) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    try {
      return new Yaml(options).compose(reader);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new ConfigException(where + " line " + line + " is not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new ConfigException(where + " is not YAML");
    }
  }

  private void flatten(String path, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      throw new ConfigException((path.isEmpty() ? "the file" : path) + " must hold keys and values (" + where(node) + ")");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = Written.textOf(tuple.getKeyNode());
      String full = path.isEmpty() ? String.valueOf(key) : path + "." + key;
      Setting setting = Setting.ofKey(full);
      if (setting != null) {
        add(setting, tuple);
      } else if (Setting.isGroup(full)) {
        flatten(full, tuple.getValueNode());
      } else {
        throw new ConfigException("unknown key " + full + " (" + where(tuple.getKeyNode()) + "); docs/config.md lists the keys there are");
      }
    }
  }

  private void add(Setting setting, NodeTuple tuple) {
    Written value = new Written(setting, tuple.getValueNode(), where(tuple.getKeyNode()));
    if (written.put(setting, value) != null) {
      throw new ConfigException(setting.key() + " is written twice (" + value.where() + ")");
    }
  }

  private String where(Node node) {
    return name + " line " + (node.getStartMark().getLine() + 1);
  }
}
