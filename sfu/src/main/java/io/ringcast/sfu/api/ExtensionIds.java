package io.ringcast.sfu.api;

import java.util.EnumMap;
import java.util.Map;

/** The ids that one media section gave to header extensions; 0 stands for "not negotiated". */
public final class ExtensionIds {
  public static final ExtensionIds NONE = new ExtensionIds(Map.of());

  private final int[] ids = new int[HeaderExtension.values().length];

  public ExtensionIds(Map<HeaderExtension, Integer> ids) {
    ids.forEach((extension, id) -> this.ids[extension.ordinal()] = id);
  }

  /** The id of an extension, 0 when it was not negotiated. */
  public int id(HeaderExtension extension) {
    return ids[extension.ordinal()];
  }

  public Map<HeaderExtension, Integer> asMap() {
    Map<HeaderExtension, Integer> map = new EnumMap<>(HeaderExtension.class);
    for (HeaderExtension extension : HeaderExtension.values()) {
      if (id(extension) != 0) {
        map.put(extension, id(extension));
      }
    }
    return map;
  }
}
